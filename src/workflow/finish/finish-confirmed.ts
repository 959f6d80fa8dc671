/** Finishes what was confirmed, if that is still all there is now that nobody else writes any more. */
import type { Cluster } from '../../domain/ports/cluster.ts';
import type { Run } from '../../domain/run/run.ts';
import { isRecordOf, isRunOf } from '../../domain/run/runs-of-source.ts';
import { namedSources } from '../../domain/mapping/source-matcher.ts';
import { isOpen } from '../../domain/run/undo-runs.ts';
import type { RunStep } from '../carry-out.ts';
import { leftOutWarnings } from '../fence/refusals.ts';
import type { Fenced } from '../fence/with-leases.ts';
import { rememberFinished } from '../run/finished-runs.ts';
import { markRuns } from '../run/mark-runs.ts';
import { finishMove, type FinishReport } from './finish-move.ts';
import { type Finishable, type FinishQuestion, lookForFinishable, requireConfirmed } from './finishable.ts';

export interface Confirmed {
  readonly question: FinishQuestion;
  readonly confirmed: Finishable;
  readonly maxInFlight: number;
}

/** Throws ExpectedError, before anything is removed, where somebody has changed what was confirmed. */
export async function finishConfirmed(
  { cluster, signal, refused }: Fenced,
  { question, confirmed, maxInFlight }: Confirmed,
  step: RunStep,
): Promise<FinishReport> {
  const now = await step('Looking once more', async (work) =>
    lookForFinishable(cluster, question, { ...work, signal }),
  );
  requireConfirmed(confirmed, now);
  const { homeNamespace: namespace } = question;
  const runs = now.runs.filter(isRunOf(question.from));
  await endRuns(cluster, { namespace, runs }, signal);
  const isOurs = isRecordOf(runs, namedSources(question.from));
  const report = await step('Finishing', async (work) =>
    finishMove(cluster, { ...now, isOurs, homeNamespace: namespace, maxInFlight }, { ...work, signal }),
  );
  return { ...report, warnings: leftOutWarnings(refused) };
}

/** Before anything is removed: from then on no rollback goes a way back that is half gone. */
async function endRuns(
  cluster: Cluster,
  { namespace, runs }: { readonly namespace: string; readonly runs: readonly Run[] },
  signal: AbortSignal,
): Promise<void> {
  const ids = runs.filter(isOpen).map(({ id }) => id);
  await markRuns(cluster, { namespace, ids, mark: finished }, signal);
  await rememberFinished(cluster, { namespace, runs }, signal);
}

function finished(run: Run): Run | undefined {
  return isOpen(run) ? { ...run, state: 'finished', message: '' } : undefined;
}
