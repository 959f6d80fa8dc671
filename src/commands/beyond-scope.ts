import type { Workload } from '../domain/inventory/workload.ts';
import { describeRef } from '../domain/kubernetes/object-ref.ts';
import { shortList } from '../domain/short-list.ts';

/** What is left as it is because it belongs to no namespace, in a sentence. `act`: how to go on, `Finish`. */
export function beyondScope(workloads: readonly Workload[], act: string): string[] {
  if (workloads.length === 0) return [];
  const names = shortList(
    workloads.map(({ ref }) => describeRef(ref)),
    SHOWN,
  );
  return [
    `left as it is, as it belongs to no namespace and serves others too: ${names}. ${act} without --namespace and --exclude-namespace, or with those of the run that changed it`,
  ];
}

const SHOWN = 10;
