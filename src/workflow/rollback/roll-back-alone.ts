/**
 * Rolls back under leases: finds the changes to undo again, since they may have changed before the leases were taken.
 */
import { imageReader } from '../../domain/inventory/image-reader.ts';
import { coversMove } from '../../domain/run/covers-move.ts';
import type { Run } from '../../domain/run/run.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import type { RunStep } from '../../domain/ports/progress.ts';
import { isGoing, leftOutWarnings } from '../fence/refusals.ts';
import type { Fenced } from '../fence/with-leases.ts';
import { markInterruptedRuns } from '../run/mark-runs.ts';
import { failureOf } from './failure-of.ts';
import type { History } from './read-history.ts';
import { rollBack, type RollbackReport, type RollbackRequest } from './roll-back.ts';
import { type RunsToClose, closeRuns } from './close-runs.ts';
import { type RollbackScopeQuestion, rollbackScope } from './rollback-scope.ts';

export interface ExclusiveRollback {
  readonly question: RollbackScopeQuestion;
  readonly pace: Pick<RollbackRequest, 'maxInFlight' | 'timeoutSeconds'>;
}

/** Throws ClusterError; rollbacks until then are visible in the cluster. */
export async function rollBackAlone(
  fenced: Fenced,
  { question, pace }: ExclusiveRollback,
  step: RunStep,
): Promise<RollbackReport> {
  const { cluster, signal } = fenced;
  const namespace = question.stateNamespace;
  if (fenced.hasTakenOver) await markInterruptedRuns(cluster, { namespace }, signal);
  const { history, looked, recorded, outOfReach, warnings } = await rollbackScope(fenced, question, step);
  // Workloads of a terminating namespace report their own deletion.
  const leftOut = new Map([...fenced.refused].filter(([, reason]) => !isGoing(reason)));
  const request = { ...rollbackRequest(question, history), ...pace, leftOut, isAlone: true };
  const report = await step('Rolling back', async (work) =>
    rollBack(cluster, recorded, request, { ...work, signal }),
  );
  const settled = {
    ...{
      namespace,
      runs: history.wanted,
      isWhole: ({ id, move }: Run) =>
        question.names.length === 0 &&
        coversMove(question.scope, move) &&
        !outOfReach.some(({ recordedRuns = [] }) => recordedRuns.includes(id)),
    },
    ...{ looked: looked.map(({ ref }) => ref), results: report.workloads },
  };
  const settling = await settle(cluster, settled, signal);
  return { ...report, warnings: [...warnings, ...leftOutWarnings(leftOut), ...report.warnings, ...settling] };
}

export function rollbackRequest(
  { stateNamespace, scope, run, customImages: named }: RollbackScopeQuestion,
  { customImages, isFinished }: History,
): Omit<RollbackRequest, 'maxInFlight' | 'timeoutSeconds' | 'leftOut' | 'isAlone'> {
  const readImages = imageReader(customImages);
  return {
    ...{ stateNamespace, scope, customImages, readImages, isFinished },
    readNamed: imageReader(named),
    ...(run === undefined ? {} : { run }),
  };
}

/** Returns a warning when the journals cannot be updated, so that the rollback is still reported. */
async function settle(cluster: Cluster, settled: RunsToClose, signal: AbortSignal): Promise<string[]> {
  try {
    return await closeRuns(cluster, settled, signal);
  } catch (error) {
    return [`cannot update the journals of the runs: ${failureOf(error, signal)}`];
  }
}
