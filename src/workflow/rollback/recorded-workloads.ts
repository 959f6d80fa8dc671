/** Workloads with something to roll back. */
import { inheritsRecords } from '../../domain/inventory/inventory.ts';
import type { Workload } from '../../domain/inventory/workload.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import type { Work } from '../../domain/ports/progress.ts';
import type { InventoryRequest } from '../../domain/inventory/inventory-request.ts';
import { takeInventory } from '../inventory/take-inventory.ts';

/** Throws ClusterError. */
export async function recordedWorkloads(
  cluster: Cluster,
  request: InventoryRequest,
  work: Work,
): Promise<Workload[]> {
  const { workloads } = await takeInventory(cluster, request, work);
  return workloads.filter(isRecorded);
}

/** Not for ReplicaSets of a Deployment, which copies its annotations to them. */
export function isRecorded(workload: Workload): boolean {
  return workload.recorded && !inheritsRecords(workload);
}
