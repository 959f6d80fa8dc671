/** From the table of needs to the permissions that a command requires. */
import { isBuiltIn } from '../kubernetes/built-in-group.ts';
import { type Resource, resourceName } from '../kubernetes/resource.ts';
import type { Extent } from './extent.ts';
import type { Activity, Need } from './need.ts';
import { NEEDS } from './needs.ts';
import { covers, type Permission, permissionKey, type Verb } from './permission.ts';
import { PLACES, type PermissionPlace } from './places.ts';

export interface RequiredPermission extends Permission {
  /** Purpose: `change the images`. */
  readonly why: string;
  /** What is lost without it; absent: indispensable. */
  readonly without?: string;
}

/** Distinct permissions; one that is indispensable for any need is never optional. */
export function requiredPermissions(activities: readonly Activity[], extent: Extent): RequiredPermission[] {
  const needs = NEEDS.filter((need) => need.activities.some((activity) => activities.includes(activity)));
  const required = new Map<string, RequiredPermission>();
  for (const permission of needs.flatMap((need) => permissionsOf(need, extent))) {
    const key = permissionKey(permission);
    if (required.get(key)?.without !== undefined || !required.has(key)) required.set(key, permission);
  }
  return [...required.values()];
}

/** Without those implied by others, for roles. */
export function impliedLeftOut(permissions: readonly Permission[]): Permission[] {
  return permissions.filter(
    (permission) => !permissions.some((other) => other !== permission && covers(other, permission)),
  );
}

function permissionsOf(need: Need, extent: Extent): RequiredPermission[] {
  const { custom, served } = extent;
  const isThere = (resource: Resource) =>
    served === undefined ||
    isBuiltIn(resource) ||
    served.some((one) => resourceName(one) === resourceName(resource));
  const resources = need.resources === 'custom' ? custom : need.resources.filter(isThere);
  return resources.flatMap((resource) =>
    PLACES[need.place](extent, resource).flatMap((spot) =>
      need.verbs.map((verb) => permission(need, { resource, spot, verb })),
    ),
  );
}

function permission(
  { subresource, why, without }: Need,
  {
    resource,
    spot,
    verb,
  }: { readonly resource: Resource; readonly spot: PermissionPlace; readonly verb: Verb },
): RequiredPermission {
  const { namespace, name } = spot;
  return {
    verb,
    group: resource.group,
    resource: resource.plural,
    ...(subresource === undefined ? {} : { subresource }),
    ...(namespace === undefined ? {} : { namespace }),
    ...(name === undefined || verb === 'create' ? {} : { name }),
    why,
    ...(without === undefined ? {} : { without }),
  };
}
