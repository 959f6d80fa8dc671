/** Whether what the user named for a rollback is there: a name that stands for nothing must not end as a success. */
import { inScope } from '../../domain/inventory/scope.ts';
import { readDescription } from '../../domain/kubernetes/object-ref.ts';
import { isMeant, type WorkloadName } from '../../domain/workload-kinds/workload-name.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import type { RunWorkload } from '../../domain/run/run.ts';
import { isPerhapsSwitched } from '../../domain/run/runs-after-rollback.ts';
import { isOfKind, nothingMeant, withKinds } from '../inventory/named-workloads.ts';
import type { RollbackScope, RollbackScopeQuestion } from './rollback-scope.ts';

/** Gives sentences about what was switched once and is gone. Throws UsageError with the nearest candidates. */
export async function requireNamed(
  cluster: Cluster,
  { names, scope }: Pick<RollbackScopeQuestion, 'names' | 'scope'>,
  { inventory, history }: Pick<RollbackScope, 'inventory' | 'history'>,
  signal: AbortSignal,
): Promise<string[]> {
  const switched = history.wanted.flatMap(({ workloads }) => workloads).filter(isPerhapsSwitched);
  const gone: string[] = [];
  for (const name of await withKinds(cluster, names, signal)) {
    if (inventory.workloads.some(({ ref }) => isMeant(ref, name))) continue;
    const known = switched.filter((one) => isRemembered(one, name, (place) => inScope(scope, place)));
    if (known.length === 0) throw nothingMeant(name, inventory.workloads);
    gone.push(...known.map((one) => `${one.name} is gone: there is nothing to put back`));
  }
  return [...new Set(gone)];
}

/** By what its journal calls it. */
function isRemembered(
  { name: journaled }: RunWorkload,
  { kind, name, namespace }: WorkloadName,
  isLookedAt: (namespace: string | undefined) => boolean,
): boolean {
  const known = readDescription(journaled);
  return (
    known?.name === name &&
    isLookedAt(known.namespace) &&
    (namespace === undefined || namespace === known.namespace) &&
    isOfKind(kind, known.kind)
  );
}
