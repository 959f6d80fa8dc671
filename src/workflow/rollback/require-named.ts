/** Checks the names given to a rollback: one that matches nothing must not count as success. */
import { inScope } from '../../domain/inventory/scope.ts';
import { readDescription } from '../../domain/kubernetes/object-ref.ts';
import { isMeant, type WorkloadName } from '../../domain/workload-kinds/workload-name.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import type { RunWorkload } from '../../domain/run/run.ts';
import { isPerhapsSwitched } from '../../domain/run/runs-after-rollback.ts';
import { isOfKind, nothingMeant, withKinds } from '../inventory/named-workloads.ts';
import type { RollbackScope, RollbackScopeQuestion } from './rollback-scope.ts';

/** Returns sentences about workloads that were switched and deleted since. Throws UsageError with suggestions. */
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
    gone.push(...known.map((one) => `${one.name} was deleted: nothing to roll back`));
  }
  return [...new Set(gone)];
}

/** Compares with the name in the journal. */
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
