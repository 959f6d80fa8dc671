/** After a rollback: removes the copies of its runs, then updates their journals. */
import { COPY_NAME } from '../../domain/kubernetes/own-names.ts';
import { describeRef, type ObjectRef } from '../../domain/kubernetes/object-ref.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import type { Run } from '../../domain/run/run.ts';
import { runsAfterRollback } from '../../domain/run/runs-after-rollback.ts';
import { clearCopy } from '../copy/clear-copy.ts';
import { markRuns } from '../run/mark-runs.ts';
import type { RolledBackWorkload } from './roll-back-workload.ts';

export interface RunsToClose {
  /** Namespace of the journals. */
  readonly namespace: string;
  /** Runs that were to be rolled back, fully or partly. */
  readonly runs: readonly Run[];
  /** Whether everything that a run may have changed was in scope. */
  readonly isWhole: (run: Run) => boolean;
  /** All workloads in scope. */
  readonly looked: readonly ObjectRef[];
  readonly results: readonly RolledBackWorkload[];
}

/**
 * The journals are updated last, so that until then the rollback can be repeated. Returns warnings. Throws
 * ClusterError.
 */
export async function closeRuns(
  cluster: Cluster,
  { namespace, runs, looked, results, isWhole }: RunsToClose,
  signal: AbortSignal,
): Promise<string[]> {
  const left = results.filter(({ outcome, stays }) => outcome === 'failed' || stays);
  const put = results.filter((result) => !left.includes(result));
  const touched = new Set(results.map(({ workload }) => describeRef(workload)));
  const names = looked.map(describeRef);
  const rollingBack = {
    rolledBack: new Set(put.map(({ workload }) => describeRef(workload))),
    untouched: new Set(names.filter((name) => !touched.has(name))),
  };
  const runsAfter = (run: Run): Run[] =>
    runsAfterRollback([run], { ...rollingBack, isWhole: isWhole(run) && left.length === 0 });
  const changed = runs.flatMap(runsAfter);
  const wereDone = new Set(runs.filter(({ state }) => state === 'done').map(({ id }) => id));
  const hadCopy = changed.some(({ id, state }) => state === 'rolled-back' && !wereDone.has(id));
  const copy = hadCopy ? await clearCopy(cluster, { namespace, name: COPY_NAME }, signal) : undefined;
  const ids = changed.map(({ id }) => id);
  await markRuns(cluster, { namespace, ids, mark: (run) => runsAfter(run)[0] }, signal);
  return copy?.outcome === 'kept' ? [copy.reason] : [];
}
