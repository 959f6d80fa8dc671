/** Filters an inventory by label selector, including everything owned by the matches. */
import { controllerChain, type Inventory, workloadsByUid } from '../../domain/inventory/inventory.ts';
import type { Scope } from '../../domain/inventory/scope.ts';
import type { Workload } from '../../domain/inventory/workload.ts';
import type { Resource } from '../../domain/kubernetes/resource.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import { objectsInScope } from '../cluster/objects-in-scope.ts';

/**
 * The server evaluates the selector: one more list per resource. Without a selector returns the inventory unchanged.
 */
export async function selectByLabel(
  cluster: Cluster,
  inventory: Inventory,
  { resources, scope }: { readonly resources: readonly Resource[]; readonly scope: Scope },
  signal: AbortSignal,
): Promise<Inventory> {
  const { labelSelector } = scope;
  if (labelSelector === undefined) return inventory;
  const uids = new Set<string>();
  for (const resource of resources) {
    const query = { resource, scope, labelSelector };
    for await (const { metadata } of objectsInScope(cluster, query, signal)) uids.add(metadata.uid ?? '');
  }
  return selected(inventory, uids);
}

function selected(inventory: Inventory, uids: ReadonlySet<string>): Inventory {
  const byUid = workloadsByUid(inventory.workloads);
  const isSelected = (uid: string | undefined, controller: Workload['controller']): boolean =>
    uids.has(uid ?? '') || controllerChain(controller, byUid).some(({ ref }) => uids.has(ref.uid ?? ''));
  return {
    ...inventory,
    workloads: inventory.workloads.filter(({ ref, controller }) => isSelected(ref.uid, controller)),
    pods: inventory.pods.filter(({ uid, controller }) => isSelected(uid, controller)),
  };
}
