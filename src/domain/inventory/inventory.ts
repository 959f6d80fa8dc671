/** What a cluster runs, reduced while it was listed. */
import type { Platform } from '../image/platform.ts';
import type { OwnerReference } from '../kubernetes/object.ts';
import type { PodUse } from './pod-use.ts';
import type { Workload } from './workload.ts';

export interface Inventory {
  /** Everything with images of its own that is no controlled pod: also owned ReplicaSets and Jobs. */
  readonly workloads: readonly Workload[];
  readonly pods: readonly PodUse[];
  /** The distinct platforms of the nodes; empty when they could not be listed. */
  readonly platforms: readonly Platform[];
  /** What could not be read, in sentences. */
  readonly warnings: readonly string[];
}

/** The chain of controllers above an object, nearest first; ends at the first that the inventory does not hold. */
export function controllerChain(
  controller: OwnerReference | undefined,
  byUid: ReadonlyMap<string, Workload>,
): Workload[] {
  const chain: Workload[] = [];
  let owner = controller;
  while (owner !== undefined) {
    const workload = byUid.get(owner.uid);
    if (workload === undefined || chain.includes(workload)) break;
    chain.push(workload);
    owner = workload.controller;
  }
  return chain;
}

/** The workloads by uid, for walking ownership. */
export function workloadsByUid(workloads: readonly Workload[]): Map<string, Workload> {
  return new Map(workloads.flatMap((workload) => (workload.ref.uid ? [[workload.ref.uid, workload]] : [])));
}

/** Whether a workload is the work of a controller of this built-in kind. */
export function controllerOfKind({ controller }: Workload, kind: 'Deployment' | 'CronJob'): boolean {
  return controller?.kind === kind;
}
