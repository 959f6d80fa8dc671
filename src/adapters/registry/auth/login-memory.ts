import { loginKey, type Login } from './login.ts';
import type { RepositoryAccess } from './repository-access.ts';

/** Which login opened a repository the last time. */
export interface LoginMemory {
  /** All logins, anonymous last, but first of all the one that worked. */
  order(access: RepositoryAccess): readonly Login[];
  /** Whether it is the one that worked. */
  isBest(access: RepositoryAccess, login: Login): boolean;
  remember(access: RepositoryAccess, login: Login): void;
}

export function createLoginMemory(): LoginMemory {
  const best = new Map<string, string>();
  const isBest: LoginMemory['isBest'] = (access, login) => best.get(keyOf(access)) === loginKey(login);
  return {
    order: (access) => {
      const all: readonly Login[] = [...access.credentials, undefined];
      const worked = all.filter((login) => isBest(access, login));
      return [...worked, ...all.filter((login) => !isBest(access, login))];
    },
    isBest,
    remember: (access, login) => {
      best.set(keyOf(access), loginKey(login));
    },
  };
}

function keyOf({ destination, repository }: RepositoryAccess): string {
  return `${destination.host}/${repository}`;
}
