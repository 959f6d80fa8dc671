import { ClusterError, ExpectedError } from '../../domain/errors.ts';
import { NAMESPACES } from '../../domain/kubernetes/resource.ts';
import type { Extent } from '../../domain/permissions/extent.ts';
import type { Activity } from '../../domain/permissions/need.ts';
import { describePermission, type Permission } from '../../domain/permissions/permission.ts';
import {
  type RequiredPermission,
  requiredPermissions,
} from '../../domain/permissions/required-permissions.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import { askPermissions, type AskedPermission } from './ask-permissions.ts';
import { findStateNamespace } from './find-state-namespace.ts';

const MOST_NAMED = 20;

/**
 * Checks permissions before the first change. Throws ExpectedError listing missing indispensable ones; each step
 * handles optional ones. Returns warnings.
 */
export async function requirePermissions(
  cluster: Cluster,
  activities: readonly Activity[],
  extent: Extent,
  signal: AbortSignal,
): Promise<string[]> {
  try {
    const required = await indispensable(cluster, activities, extent, signal);
    const asked = await askPermissions(cluster, required, signal);
    refuseMissing(asked.filter(({ allowed }) => !allowed));
    return [];
  } catch (error) {
    if (!tellsNothing(error)) throw error;
    return [`cannot check your permissions: ${error.message}`];
  }
}

/** Reads the copy namespace only when it matters. */
async function indispensable(
  cluster: Cluster,
  activities: readonly Activity[],
  extent: Extent,
  signal: AbortSignal,
): Promise<RequiredPermission[]> {
  const { name } = extent.stateNamespace;
  const needed = requiredPermissions(activities, extent);
  const needsNamespace = needed.some(({ resource }) => resource === NAMESPACES.plural);
  const stateNamespace = needsNamespace
    ? await findStateNamespace(cluster, name, signal)
    : extent.stateNamespace;
  return requiredPermissions(activities, { ...extent, stateNamespace }).filter(
    ({ without }) => without === undefined,
  );
}

/** Whether the server does not offer access reviews to this user. */
function tellsNothing(error: unknown): error is ClusterError {
  return error instanceof ClusterError && (error.failure === 'forbidden' || error.failure === 'not-found');
}

/** `patch deployments.apps in namespace shop`. */
function describeMissing(permission: Permission): string {
  const { namespace } = permission;
  const where = namespace === undefined ? 'in the whole cluster' : `in namespace ${namespace}`;
  return `${describePermission(permission)} ${where}`;
}

function refuseMissing(missing: readonly AskedPermission[]): void {
  if (missing.length === 0) return;
  const named = missing.slice(0, MOST_NAMED).map((one) => `\n  ${describeMissing(one)}: to ${one.why}`);
  const rest = missing.length > MOST_NAMED ? `\n  and ${missing.length - MOST_NAMED} more` : '';
  throw new ExpectedError(`you lack permissions, nothing was changed:${named.join('')}${rest}`, {
    nextStep:
      'See all with `kubectl registry-switch preflight`; `kubectl registry-switch rbac` prints the roles that grant them.',
  });
}
