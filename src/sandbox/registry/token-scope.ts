import type { RepositoryAction } from './sandbox-auth.ts';

/** What a token allows in one repository. */
export interface Grant {
  readonly repository: string;
  readonly actions: readonly RepositoryAction[];
}

const SCOPE = /^repository(?:\([^)]*\))?:(.+):([^:]*)$/;

/** Reads `repository:shop/web:pull,push`: distribution project, "Token Scope". Several are separated by spaces. */
export function parseScopes(scopes: readonly string[]): readonly Grant[] {
  return scopes
    .flatMap((scope) => scope.split(' '))
    .flatMap((scope) => {
      const match = SCOPE.exec(scope);
      if (match === null) return [];
      const named = (match[2] ?? '').split(',');
      const actions = (['pull', 'push'] as const).filter((a) => named.includes(a) || named.includes('*'));
      return [{ repository: match[1] ?? '', actions }];
    });
}
