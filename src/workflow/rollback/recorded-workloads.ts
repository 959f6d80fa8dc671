/** Workloads that a rollback has something to put back on. */
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

/** A Deployment's annotations are copied to its ReplicaSets: the Deployment decides. */
export function isRecorded(workload: Workload): boolean {
  return workload.recorded && !inheritsRecords(workload);
}
