/** Which recorded objects are in the scope of a rollback or finish; for cluster-scoped ones their runs decide. */
import type { Scope } from '../inventory/scope.ts';
import type { Workload } from '../inventory/workload.ts';
import { coversMove } from './covers-move.ts';
import type { Run } from './run.ts';

/**
 * Splits the objects. Cluster-scoped ones serve all namespaces: they are in scope only for the whole cluster, or if
 * the scope covers the runs that changed them. Pure.
 */
export function splitByReach<Item extends Pick<Workload, 'ref' | 'recordedRuns'>>(
  recorded: readonly Item[],
  scope: Scope,
  runs: readonly Run[],
): { readonly reached: readonly Item[]; readonly outOfReach: readonly Item[] } {
  const moves = new Map(runs.map(({ id, move }) => [id, move]));
  const isCovered = (id: string): boolean => {
    const move = moves.get(id);
    return move !== undefined && coversMove(scope, move);
  };
  const isReached = ({ ref, recordedRuns = [] }: Item): boolean =>
    ref.namespace !== undefined ||
    scope.namespaces.length + scope.excludeNamespaces.length === 0 ||
    (recordedRuns.length > 0 && recordedRuns.every(isCovered));
  return { reached: recorded.filter(isReached), outOfReach: recorded.filter((one) => !isReached(one)) };
}
