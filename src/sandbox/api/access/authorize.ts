import { ApiFailure } from '../../objects/api-failure.ts';
import { MASTERS, type ApiUser } from './api-user.ts';
import type { Attempt, Permits } from './permits.ts';

/** Readable by anybody, even without a token (ClusterRole system:public-info-viewer). */
const PUBLIC_PATHS = ['/healthz', '/livez', '/readyz', '/version', '/version/'];

/** Whether a user may do something, by the given rules and those that are always there. */
export function isPermitted(permits: Permits, user: ApiUser, attempt: Attempt): boolean {
  if (user.groups.includes(MASTERS)) return true;
  if (attempt.path !== undefined) return isPathPermitted(permits, user, attempt);
  // ClusterRole system:basic-user: everybody may ask about themselves.
  const isSelfReview = attempt.verb === 'create' && attempt.resource.startsWith('selfsubject');
  return isAuthenticated(user) && (isSelfReview || permits(user, attempt));
}

/** Refuses with the API server's words: 403 `pods is forbidden: User "x" cannot list resource ...`. */
export function authorize(permits: Permits, user: ApiUser, attempt: Attempt): void {
  if (isPermitted(permits, user, attempt)) return;
  const { group, name = '' } = attempt;
  const resource = attempt.resource.split('/', 1)[0] ?? '';
  const details = {
    ...(name === '' ? {} : { name }),
    ...(group === '' ? {} : { group }),
    ...(resource === '' ? {} : { kind: resource }),
  };
  throw new ApiFailure(
    403,
    'Forbidden',
    `${forbidden(resource, attempt)}: ${cannot(user, attempt)}`,
    details,
  );
}

function isPathPermitted(permits: Permits, user: ApiUser, attempt: Attempt): boolean {
  const { path = '' } = attempt;
  if (attempt.verb === 'get' && PUBLIC_PATHS.includes(path)) return true;
  // ClusterRole system:discovery.
  const isDiscovery = /^\/(api|apis|openapi|healthz|livez|readyz)(\/|$)/.test(path);
  return isAuthenticated(user) && (isDiscovery || permits(user, attempt));
}

function isAuthenticated(user: ApiUser): boolean {
  return user.groups.includes('system:authenticated');
}

function forbidden(resource: string, { group, name = '' }: Attempt): string {
  if (resource === '') return 'forbidden';
  const qualified = group === '' ? resource : `${resource}.${group}`;
  return name === '' ? `${qualified} is forbidden` : `${qualified} "${name}" is forbidden`;
}

function cannot(user: ApiUser, { verb, path, group, resource, namespace }: Attempt): string {
  if (path !== undefined) return `User "${user.name}" cannot ${verb} path "${path}"`;
  const scope = namespace === undefined ? 'at the cluster scope' : `in the namespace "${namespace}"`;
  return `User "${user.name}" cannot ${verb} resource "${resource}" in API group "${group}" ${scope}`;
}
