import type { Answer } from './answer.ts';
import type { RegistryRequest } from './registry-request.ts';
import { routeRepository, type Route } from './route.ts';
import type { RepositoryAction } from './sandbox-auth.ts';

/** What a request wants to do; no repository: only to be let in. */
export interface Intent {
  readonly repository: string | undefined;
  readonly action: RepositoryAction;
}

/** Decides who gets in. */
export interface Gate {
  /** The refusal (401, 403), or `undefined`: come in. */
  refuse(request: RegistryRequest, intent: Intent): Answer | undefined;
  /** The token service, where there is one. */
  readonly issueToken?: (request: RegistryRequest) => Answer;
}

/** Reading is `pull`, everything else `push`. */
export function intentOf(request: RegistryRequest, route: Route): Intent {
  const reads = request.method === 'GET' || request.method === 'HEAD';
  return { repository: routeRepository(route), action: reads ? 'pull' : 'push' };
}
