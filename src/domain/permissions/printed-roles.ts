/** The roles that `rbac` prints. */
import type { KubernetesObject } from '../kubernetes/object.ts';
import { SECRETS, SERVICE_ACCOUNTS } from '../kubernetes/resource.ts';
import type { Extent } from './extent.ts';
import { EVERYTHING, READ_ONLY } from './needs.ts';
import { type RequiredPermission, requiredPermissions } from './required-permissions.ts';
import { rolesFor } from './roles.ts';

export interface RoleOptions {
  /** Name of the roles of a move; the read-only ones add `-read-only` and `-read-secrets`. */
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** For `images`, `plan` and `verify`, without reading Secrets. */
export function readOnlyRoles(extent: Extent, { name, labels }: RoleOptions): KubernetesObject[] {
  const permissions = requiredPermissions(READ_ONLY, extent).filter(
    (permission) => !opensSecrets(permission),
  );
  return rolesFor(`${name}-read-only`, permissions, labels);
}

/**
 * For the Secrets that `plan` and `verify` read: a separate role, so that it can be granted for some namespaces only.
 */
export function secretReadingRoles(extent: Extent, { name, labels }: RoleOptions): KubernetesObject[] {
  return rolesFor(
    `${name}-read-secrets`,
    requiredPermissions(READ_ONLY, extent).filter(opensSecrets),
    labels,
  );
}

/** For everything, including reading and rollback. */
export function movingRoles(extent: Extent, { name, labels }: RoleOptions): KubernetesObject[] {
  return rolesFor(name, requiredPermissions(EVERYTHING, extent), labels);
}

/** Includes listing service accounts, which is needed only with Secrets. */
function opensSecrets({ group, resource, verb }: RequiredPermission): boolean {
  if (group !== SECRETS.group) return false;
  return resource === SECRETS.plural || (resource === SERVICE_ACCOUNTS.plural && verb === 'list');
}
