/** Executes a body as a run: under leases, and journaled from before the first change to the end. */
import { ExpectedError, InterruptedError } from '../../domain/errors.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import type { Run, RunState } from '../../domain/run/run.ts';
import { type Fenced, type LeaseCall, withLeases } from '../fence/with-leases.ts';
import { type Journal, openJournal } from './journal.ts';
import { markInterruptedRuns } from './mark-runs.ts';
import { progressOf } from '../../domain/run/progress.ts';
import { KEPT_RUNS, pruneRuns } from './prune-runs.ts';

export interface RunCall {
  readonly run: Run;
  /** The journal is in the same state namespace. */
  readonly leases: LeaseCall & { readonly stateNamespace: string };
  readonly signal: AbortSignal;
  /** Next steps for an incomplete run, as the end of a sentence. */
  readonly waysOn: string;
  /** Called with a sentence for each failed bookkeeping at the end; the changes themselves are done. */
  readonly onTrouble: (trouble: string) => void;
}

export interface RunEnding {
  readonly state: RunState;
  readonly message: string;
}

/** Writes only through the fenced cluster, and stops on its signal. */
export type RunBody<Result> = (journal: Journal, fenced: Fenced) => Promise<Result>;

/**
 * Journals and rethrows what `body` throws; an interruption gets next steps. A run that lost its lease writes nothing
 * more: the run that took over updates its journal.
 */
export async function withRun<Result>(
  cluster: Cluster,
  { run, leases, signal, waysOn, onTrouble }: RunCall,
  body: RunBody<Result>,
  endingOf: (result: Result) => RunEnding,
): Promise<Result> {
  const { stateNamespace } = leases;
  return withLeases(cluster, leases, signal, async (fenced) => {
    if (fenced.hasTakenOver) {
      await markInterruptedRuns(fenced.cluster, { namespace: stateNamespace, except: run.id }, signal);
    }
    const journal = await openJournal(fenced.bookkeeping, stateNamespace, run, signal);
    try {
      const result = await body(journal, fenced);
      journal.note(endingOf(result));
      await bookkeeping(`the end of run ${run.id} is not journaled`, onTrouble, async () => journal.flush());
      // After a takeover the changes may have been undone: do not report them as done.
      fenced.lost.throwIfAborted();
      await bookkeeping('journals of earlier runs were not removed', onTrouble, async () => {
        await pruneRuns(fenced.bookkeeping, { namespace: stateNamespace, keep: KEPT_RUNS }, fenced.signal);
      });
      return result;
    } catch (error) {
      const reason = fenced.signal.aborted ? (fenced.signal.reason as unknown) : error;
      if (!fenced.lost.aborted) await writeDown(journal, reason);
      throw withNextSteps(reason, `${progressOf(journal.run)} ${waysOn}`);
    } finally {
      journal.close();
    }
  });
}

/** Turns failures into messages, so that the result is still reported. */
async function bookkeeping(
  problem: string,
  onTrouble: RunCall['onTrouble'],
  write: () => Promise<void>,
): Promise<void> {
  try {
    await write();
  } catch (error) {
    if (!(error instanceof ExpectedError)) throw error;
    onTrouble(`${problem}: ${error.message}`);
  }
}

/** If this fails, the journal says `running`; the released lease shows that it is stalled. */
async function writeDown(journal: Journal, reason: unknown): Promise<void> {
  const state = reason instanceof InterruptedError ? 'interrupted' : 'failed';
  const message = reason instanceof Error ? reason.message : String(reason);
  journal.note({ state, message });
  await journal.flush().catch((error: unknown) => {
    if (!(error instanceof ExpectedError)) throw error;
  });
}

/** Adds progress and next steps to the error of an incomplete run. */
function withNextSteps(reason: unknown, stand: string): unknown {
  if (!(reason instanceof ExpectedError)) return reason;
  const details = { nextStep: [reason.nextStep, stand].filter(Boolean).join(' '), cause: reason };
  return reason instanceof InterruptedError
    ? new InterruptedError(reason.message, { ...details, nextStep: `Nothing is lost. ${stand}` })
    : new ExpectedError(reason.message, details);
}
