import type { Workload } from '../domain/inventory/workload.ts';
import { describeRef } from '../domain/kubernetes/object-ref.ts';
import { shortList } from '../domain/short-list.ts';

/**
 * A sentence about cluster-scoped workloads that a namespace scope leaves out. `act`: the command to repeat, e.g.
 * `Finish`.
 */
export function outOfScope(workloads: readonly Workload[], act: string): string[] {
  if (workloads.length === 0) return [];
  const names = shortList(
    workloads.map(({ ref }) => describeRef(ref)),
    SHOWN,
  );
  return [
    `left unchanged because it is cluster-scoped and serves other namespaces too: ${names}. ${act} without --namespace and --exclude-namespace, or with those of the run that changed it`,
  ];
}

const SHOWN = 10;
