/** Which recorded objects a scope undoes, or ends: where an object belongs to no namespace, that is asked of its runs. */
import type { Scope } from '../inventory/scope.ts';
import type { Workload } from '../inventory/workload.ts';
import { coversMove } from './covers-move.ts';
import type { Run } from './run.ts';

/**
 * Splits them. An object without a namespace serves all of them: it goes with the whole cluster, or with a scope that
 * leaves out nothing of the runs that changed it. Pure.
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
