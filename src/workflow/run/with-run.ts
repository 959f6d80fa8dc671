/** Carries something out as a run: alone where it writes, journaled from before the first change to the end. */
import { ExpectedError, InterruptedError } from '../../domain/errors.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import type { Run, RunState } from '../../domain/run/run.ts';
import { type Fenced, type LeaseCall, withLeases } from '../fence/with-leases.ts';
import { type Journal, openJournal } from './journal.ts';
import { endOutlivedRuns } from './mark-runs.ts';
import { standOf } from '../../domain/run/stand.ts';
import { KEPT_RUNS, pruneRuns } from './prune-runs.ts';

export interface RunCall {
  readonly run: Run;
  /** Its home is also the journal's. */
  readonly leases: LeaseCall & { readonly stateNamespace: string };
  readonly signal: AbortSignal;
  /** What somebody whose run has not come to its end can do, as the end of a sentence. */
  readonly waysOn: string;
  /** Is told, in sentences, what could not be written down at the end: nothing of that undoes what was done. */
  readonly onTrouble: (trouble: string) => void;
}

export interface RunEnding {
  readonly state: RunState;
  readonly message: string;
}

/** Writes by the fenced cluster alone, and ends with its signal. */
export type RunBody<Result> = (journal: Journal, fenced: Fenced) => Promise<Result>;

/**
 * Throws what `body` throws, after it was written down; an interrupted run says how to go on. One that lost its lease
 * writes nothing any more, not even that: whoever took over does.
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
      await endOutlivedRuns(fenced.cluster, { namespace: stateNamespace, except: run.id }, signal);
    }
    const journal = await openJournal(fenced.bookkeeping, stateNamespace, run, signal);
    try {
      const result = await body(journal, fenced);
      journal.note(endingOf(result));
      await bookkeeping(`the end of run ${run.id} is not written down`, onTrouble, async () =>
        journal.flush(),
      );
      // What somebody else has taken over may be undone by now: nobody may be told that it is done.
      fenced.lost.throwIfAborted();
      await bookkeeping('journals of earlier runs are not removed', onTrouble, async () => {
        await pruneRuns(fenced.bookkeeping, { namespace: stateNamespace, keep: KEPT_RUNS }, fenced.signal);
      });
      return result;
    } catch (error) {
      const reason = fenced.signal.aborted ? (fenced.signal.reason as unknown) : error;
      if (!fenced.lost.aborted) await writeDown(journal, reason);
      throw goneOnWith(reason, `${standOf(journal.run)} ${waysOn}`);
    } finally {
      journal.close();
    }
  });
}

/** What was done is to be reported, whatever becomes of the journal. */
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

/** What cannot be written now was written as `running`: its lease tells that it is not. */
async function writeDown(journal: Journal, reason: unknown): Promise<void> {
  const state = reason instanceof InterruptedError ? 'interrupted' : 'failed';
  const message = reason instanceof Error ? reason.message : String(reason);
  journal.note({ state, message });
  await journal.flush().catch((error: unknown) => {
    if (!(error instanceof ExpectedError)) throw error;
  });
}

/** However a run ends before its end, it says what was done and what to do. */
function goneOnWith(reason: unknown, stand: string): unknown {
  if (!(reason instanceof ExpectedError)) return reason;
  const details = { nextStep: [reason.nextStep, stand].filter(Boolean).join(' '), cause: reason };
  return reason instanceof InterruptedError
    ? new InterruptedError(reason.message, { ...details, nextStep: `Nothing is lost. ${stand}` })
    : new ExpectedError(reason.message, details);
}
