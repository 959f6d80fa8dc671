/** A registry with a robot account for each project, as Harbor has them, for repositories `SITE/old/...` and `SITE/new/...`. */
import type { RegistryRequest, RepositoryAction, SandboxAuth } from '../../src/sandbox/index.ts';

export interface Robot {
  readonly username: string;
  readonly password: string;
}

/** May do everything; for tests alone. */
export const HARBOR_ADMIN: Robot = { username: 'harbor-admin', password: 'harbor-admin-password' };

/** `old` may pull from its project; `new` may push to the other one, `newPuller` pull from that. */
export const ROBOTS = {
  old: { username: 'robot$old', password: 'old-robot-password' },
  new: { username: 'robot$new', password: 'new-robot-password' },
  newPuller: { username: 'robot$new-puller', password: 'new-puller-password' },
} as const satisfies Readonly<Record<string, Robot>>;

/** What the robots may do beside the administrator; whatever is in no project is closed to them. */
export const HARBOR_AUTH: SandboxAuth = {
  kind: 'bearer',
  users: Object.fromEntries(
    [HARBOR_ADMIN, ...Object.values(ROBOTS)].map(({ username, password }) => [username, password]),
  ),
  permits: (username: string | undefined, repository: string, action: RepositoryAction) => {
    if (username === HARBOR_ADMIN.username) return true;
    const [, project] = repository.split('/');
    const readers: readonly (string | undefined)[] =
      project === 'old'
        ? [ROBOTS.old.username]
        : project === 'new'
          ? [ROBOTS.new.username, ROBOTS.newPuller.username]
          : [];
    return readers.includes(username) && (action === 'pull' || username === ROBOTS.new.username);
  },
};

/** The user whose login a request carries, right or wrong. */
export function userOf({ headers, body }: RegistryRequest): string | undefined {
  const [scheme = '', encoded = ''] = (headers.authorization ?? '').split(' ');
  if (scheme.toLowerCase() === 'basic') return Buffer.from(encoded, 'base64').toString().split(':')[0];
  const isForm = headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true;
  return isForm ? (new URLSearchParams(body.toString()).get('username') ?? undefined) : undefined;
}
