/** Asks the API server which permissions the user has. */
import pMap from 'p-map';
import { type Permission, permissionKey } from '../../domain/permissions/permission.ts';
import type { RequiredPermission } from '../../domain/permissions/required-permissions.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import { FEW_AT_ONCE } from '../cluster/requests-at-once.ts';

export interface AskedPermission extends RequiredPermission {
  readonly allowed: boolean;
}

/**
 * One access review for all namespaces, and one per namespace only if that is denied. Throws ClusterError;
 * `forbidden` and `not-found` mean that the server does not answer access reviews.
 */
export async function askPermissions(
  cluster: Cluster,
  permissions: readonly RequiredPermission[],
  signal: AbortSignal,
): Promise<AskedPermission[]> {
  const asking = { concurrency: FEW_AT_ONCE, signal };
  const review = async (permission: Permission) => cluster.allows(permission, signal);
  const alike = [...Map.groupBy(permissions, (one) => permissionKey(everywhere(one))).values()];
  const answers = await pMap(
    alike,
    async (group): Promise<AskedPermission[]> => {
      const [first] = group;
      const inAll = first !== undefined && group.length > 1 && (await review(everywhere(first)));
      return group.map((one) => ({ ...one, allowed: inAll }));
    },
    asking,
  );
  return pMap(
    answers.flat(),
    async (one) => ({ ...one, allowed: one.allowed || (await review(one)) }),
    asking,
  );
}

function everywhere({ verb, group, resource, subresource, name }: Permission): Permission {
  return {
    verb,
    group,
    resource,
    ...(subresource === undefined ? {} : { subresource }),
    ...(name === undefined ? {} : { name }),
  };
}
