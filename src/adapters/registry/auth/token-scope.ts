/** Scopes of the distribution project's "Token Scope Documentation": `repository:NAME:ACTIONS`, separated by spaces. */

export function pullScope(repository: string): string {
  return `repository:${repository}:pull`;
}

/**
 * What a registry names, without whatever is more than looking: some create a repository as soon as a token that may
 * push is asked for. `undefined`: nothing of it is to pull.
 */
export function onlyPull(scopes: string | undefined): string | undefined {
  const pulling = (scopes ?? '').split(' ').flatMap((scope) => {
    const [, resource, actions] = /^(repository(?:\([^)]*\))?:.+):([^:]*)$/.exec(scope) ?? [];
    return resource !== undefined && actions?.split(',').includes('pull') === true
      ? [`${resource}:pull`]
      : [];
  });
  return pulling.length === 0 ? undefined : pulling.join(' ');
}
