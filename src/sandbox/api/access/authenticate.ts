import type { IncomingHttpHeaders } from 'node:http';
import { ApiFailure } from '../../objects/api-failure.ts';
import type { ServiceAccountTokens } from './service-account-tokens.ts';
import { ANONYMOUS, type ApiUser, type SandboxUser } from './api-user.ts';

/** Tells who sends a request by its bearer token. A wrong token is a 401; none at all is an anonymous request. */
export function authenticate(
  users: readonly SandboxUser[],
  tokens: ServiceAccountTokens,
  { authorization }: IncomingHttpHeaders,
): ApiUser {
  if (authorization === undefined) return ANONYMOUS;
  const token = /^bearer\s+(\S+)\s*$/i.exec(authorization)?.[1] ?? '';
  const user = users.find((one) => one.token === token);
  const known = user === undefined ? tokens.userOf(token) : withGroups(user);
  if (known === undefined) throw new ApiFailure(401, 'Unauthorized', 'Unauthorized');
  return known;
}

function withGroups({ name, uid, groups = [] }: SandboxUser): ApiUser {
  return { name, ...(uid === undefined ? {} : { uid }), groups: [...groups, 'system:authenticated'] };
}
