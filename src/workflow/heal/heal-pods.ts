/** Restarts pods that wait for an image that their owner no longer names. */
import { ClusterError, ExpectedError } from '../../domain/errors.ts';
import { healablePods, pullFailures } from '../../domain/heal/stuck-pods.ts';
import type { Inventory } from '../../domain/inventory/inventory.ts';
import { type PodUse, podUse } from '../../domain/inventory/pod-use.ts';
import type { KubernetesObject } from '../../domain/kubernetes/object.ts';
import { describeRef } from '../../domain/kubernetes/object-ref.ts';
import { PODS } from '../../domain/kubernetes/resource.ts';
import type { SourceMatcher } from '../../domain/mapping/source-matcher.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import type { Work } from '../../domain/ports/progress.ts';
import { guardedDelete } from '../cluster/guarded-delete.ts';
import type { InventoryRequest } from '../../domain/inventory/inventory-request.ts';
import { takeInventory } from '../inventory/take-inventory.ts';

export interface HealedPod {
  readonly namespace: string;
  readonly pod: string;
  /** `StatefulSet shop/db` */
  readonly owner: string;
  readonly images: readonly string[];
  readonly waiting: string;
}

export interface HealReport {
  readonly apiVersion: 'registry-switch/v1';
  readonly kind: 'HealReport';
  readonly healed: readonly HealedPod[];
  readonly warnings: readonly string[];
}

export interface HealRequest extends InventoryRequest {
  readonly isSource: SourceMatcher;
  readonly dryRun: boolean;
}

/**
 * Deletes each pod once, and only while it is still the same and stuck. A pod that cannot be deleted does not stop
 * the others.
 */
export async function healPods(cluster: Cluster, request: HealRequest, work: Work): Promise<HealReport> {
  const inventory = await takeInventory(cluster, request, work);
  return healStuck(cluster, inventory, request, work);
}

/** The same for an existing inventory. */
export async function healStuck(
  cluster: Cluster,
  inventory: Inventory,
  request: Pick<HealRequest, 'isSource' | 'dryRun'>,
  work: Work,
): Promise<HealReport> {
  const healed: HealedPod[] = [];
  const warnings = new Set(inventory.warnings);
  for (const { pod, owner, images, waiting } of healablePods(inventory, request.isSource)) {
    const { namespace, name } = pod;
    try {
      if (!request.dryRun && !(await restart(cluster, pod, work.signal))) continue;
    } catch (error) {
      warnings.add(`stuck pods of ${namespace} are left alone: ${whyLeft(error, work.signal)}`);
      continue;
    }
    healed.push({ namespace, pod: name, owner: describeRef(owner.ref), images, waiting });
  }
  return { apiVersion: 'registry-switch/v1', kind: 'HealReport', healed, warnings: [...warnings] };
}

/** `false`: it is gone or no longer stuck. */
async function restart(cluster: Cluster, pod: PodUse, signal: AbortSignal): Promise<boolean> {
  const { namespace, name, uid } = pod;
  const seen = await cluster.get(PODS, { namespace, name }, signal);
  if (seen?.metadata.uid !== uid || !isStuck(seen)) return false;
  return guardedDelete(cluster, { resource: PODS, seen, stillDue: isStuck, signal });
}

/** The reason when another run works in the namespace or it is terminating. Rethrows other errors. */
function whyLeft(error: unknown, signal: AbortSignal): string {
  const isNamespaces = !(error instanceof ClusterError) || GOING.has(error.failure);
  if (!(error instanceof ExpectedError) || !isNamespaces || signal.aborted) throw error;
  return error.message;
}

const GOING: ReadonlySet<string> = new Set(['terminating', 'not-found']);

function isStuck(pod: KubernetesObject): boolean {
  return pullFailures(podUse(pod)).length > 0;
}
