/** Deletes the pull Secrets that a switch created, where no workload names them any more. */
import type { Inventory } from '../domain/inventory/inventory.ts';
import type { Scope } from '../domain/inventory/scope.ts';
import { valueAt } from '../domain/kubernetes/pod-spec.ts';
import { SECRETS } from '../domain/kubernetes/resource.ts';
import type { Cluster } from '../domain/ports/cluster.ts';
import { MANAGED_BY } from './managed-by.ts';
import { objectsInScope } from './objects-in-scope.ts';

/** Names of Secrets as `namespace/name`. */
export async function removeUnusedPullSecrets(
  cluster: Cluster,
  { inventory, scope }: { readonly inventory: Inventory; readonly scope: Scope },
  signal: AbortSignal,
): Promise<string[]> {
  const named = new Set(
    inventory.workloads
      .filter(({ scaledToZero, controller }) => !(scaledToZero && controller?.kind === 'Deployment'))
      .flatMap(({ ref, pullSecrets }) => pullSecrets.map((name) => `${ref.namespace ?? ''}/${name}`)),
  );
  const labelSelector = Object.entries(MANAGED_BY)
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
  const removed: string[] = [];
  for await (const secret of objectsInScope(cluster, { resource: SECRETS, scope, labelSelector }, signal)) {
    const { namespace = '', name, uid } = secret.metadata;
    const isPullSecret = valueAt(secret, ['type']) === 'kubernetes.io/dockerconfigjson';
    if (!isPullSecret || named.has(`${namespace}/${name}`)) continue;
    await cluster.delete(SECRETS, { namespace, name }, { uid, signal });
    removed.push(`${namespace}/${name}`);
  }
  return removed;
}
