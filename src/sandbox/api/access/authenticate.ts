import type { IncomingHttpHeaders } from 'node:http';
import { ApiFailure } from '../../objects/api-failure.ts';
import { ANONYMOUS, type ApiUser, type SandboxUser } from './api-user.ts';

/** Tells who sends a request by its bearer token. A wrong token is a 401; none at all is an anonymous request. */
export function authenticate(users: readonly SandboxUser[], headers: IncomingHttpHeaders): ApiUser {
  const { authorization } = headers;
  if (authorization === undefined) return ANONYMOUS;
  const token = /^bearer\s+(\S+)\s*$/i.exec(authorization)?.[1];
  const user = users.find((one) => one.token === token);
  if (user === undefined) throw new ApiFailure(401, 'Unauthorized', 'Unauthorized');
  const { name, uid, groups = [] } = user;
  return { name, ...(uid === undefined ? {} : { uid }), groups: [...groups, 'system:authenticated'] };
}
