import { errorAnswer, jsonAnswer, type Answer } from './answer.ts';
import type { RegistryRequest } from './registry-request.ts';
import type { RegistryStore } from './registry-store.ts';
import { type Route, routeRepository } from './route.ts';

/**
 * What is answered to a login that is good, for a repository that is not there, so that nobody learns whether it is:
 * `empty-token`: 401 without a challenge to a token that opens nothing (Harbor); `unauthorized`: 401 that asks for another
 * token (Quay); `denied`: 403 "or it may not exist" (Google Artifact Registry).
 */
export type HidingStyle = 'empty-token' | 'unauthorized' | 'denied';

/** How a registry treats one repository; the specification leaves it open. */
export interface RepositoryRules {
  readonly hides?: HidingStyle;
  /** It stays hidden from those who have pushed to it. */
  readonly hidesForEver?: boolean;
  /** A tag that is there is not put again, not even with the same manifest (Amazon ECR). */
  readonly immutableTags?: boolean;
}

/** The refusal, or `undefined`: go on. For a request that was let in. */
export function refuseByRules(
  mannersOf: (repository: string) => RepositoryRules,
  store: RegistryStore,
  request: RegistryRequest,
  route: Route,
): Answer | undefined {
  const repository = routeRepository(route);
  if (repository === undefined) return undefined;
  const manners = mannersOf(repository);
  return hide(manners, store.tags(repository), request) ?? keepTag(manners, store, request, route);
}

function hide(
  { hides, hidesForEver = false }: RepositoryRules,
  tags: readonly string[] | undefined,
  request: RegistryRequest,
): Answer | undefined {
  const looks = request.method === 'GET' || request.method === 'HEAD';
  if (hides === undefined || !looks || (tags !== undefined && !hidesForEver)) return undefined;
  return REFUSALS[hides](request);
}

function keepTag(
  { immutableTags = false }: RepositoryRules,
  store: RegistryStore,
  { method }: RegistryRequest,
  route: Route,
): Answer | undefined {
  if (!immutableTags || method !== 'PUT' || route.kind !== 'manifest') return undefined;
  const isThere = store.tags(route.repository)?.includes(route.reference) === true;
  return isThere ? errorAnswer(400, 'TAG_INVALID') : undefined;
}

const REFUSALS: Readonly<Record<HidingStyle, (request: RegistryRequest) => Answer>> = {
  'empty-token': () => errorAnswer(401, 'UNAUTHORIZED'),
  unauthorized: ({ url }) => {
    const challenge = `Bearer realm="${url.origin}/token",service="sandbox-registry"`;
    return errorAnswer(401, 'UNAUTHORIZED', { 'www-authenticate': challenge });
  },
  denied: () => {
    const message = 'Permission denied on resource (or it may not exist)';
    return jsonAnswer(403, { errors: [{ code: 'DENIED', message }] });
  },
};
