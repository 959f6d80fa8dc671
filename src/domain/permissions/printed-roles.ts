/** The roles that `rbac` prints. */
import type { KubernetesObject } from '../kubernetes/object.ts';
import { SECRETS } from '../kubernetes/resource.ts';
import type { Extent } from './extent.ts';
import { EVERYTHING, LOOK } from './needs.ts';
import { type RequiredPermission, requiredPermissions } from './required-permissions.ts';
import { rolesFor } from './roles.ts';

export interface RoleOptions {
  /** Name of the roles of a move; those for looking add `-read-only`. */
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** For `images`, `plan` and `verify`; what these can do without may be left out of Secrets. */
export function readOnlyRoles(
  extent: Extent,
  { name, labels, withSecrets }: RoleOptions & { readonly withSecrets: boolean },
): KubernetesObject[] {
  const permissions = requiredPermissions(LOOK, extent).filter(
    (permission) => withSecrets || !opensSecrets(permission),
  );
  return rolesFor(`${name}-read-only`, permissions, labels);
}

/** For everything, looking and the way back too. */
export function movingRoles(extent: Extent, { name, labels }: RoleOptions): KubernetesObject[] {
  return rolesFor(name, requiredPermissions(EVERYTHING, extent), labels);
}

function opensSecrets({ group, resource, without }: RequiredPermission): boolean {
  return group === SECRETS.group && resource === SECRETS.plural && without !== undefined;
}
