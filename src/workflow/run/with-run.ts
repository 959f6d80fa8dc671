/** Carries something out as a run: alone in the cluster, journaled from before the first change to the end. */
import { ExpectedError, InterruptedError } from '../../domain/errors.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import type { Run, RunState } from '../../domain/run/run.ts';
import { type Journal, openJournal } from './journal.ts';
import { isHolderOf, leaseHolder, type LeaseRequest } from './lease.ts';
import { withLease } from './with-lease.ts';

export interface RunCall {
  readonly run: Run;
  /** Its namespace is also the journal's. */
  readonly lease: LeaseRequest;
  readonly signal: AbortSignal;
}

export interface RunEnding {
  readonly state: RunState;
  readonly message: string;
}

/** `signal` ends what `body` does: the user's wish, or the loss of the lease. */
export type RunBody<Result> = (journal: Journal, signal: AbortSignal) => Promise<Result>;

/** Throws what `body` throws, after it was written down; an interrupted run says how to go on. */
export async function withRun<Result>(
  cluster: Cluster,
  { run, lease, signal }: RunCall,
  body: RunBody<Result>,
  endingOf: (result: Result) => RunEnding,
): Promise<Result> {
  return withLease(cluster, lease, signal, async (held) => {
    const journal = await openJournal(cluster, lease.namespace, run, signal);
    try {
      const result = await body(journal, held);
      journal.note(endingOf(result));
      await journal.flush();
      return result;
    } catch (error) {
      const reason = held.aborted ? (held.reason as unknown) : error;
      if (signal.aborted || !held.aborted || !(await isContinued(cluster, { run, lease }))) {
        await writeDown(journal, reason);
      }
      throw reason instanceof InterruptedError ? resumable(reason, run.id) : reason;
    } finally {
      journal.close();
    }
  });
}

/** Whether the one who took over goes on with this very run: its journal is theirs then. */
async function isContinued(cluster: Cluster, { run, lease }: Omit<RunCall, 'signal'>): Promise<boolean> {
  const now = await leaseHolder(cluster, lease.namespace, new AbortController().signal).catch(
    () => undefined,
  );
  return now === undefined || isHolderOf(now.holder, run.id);
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

function resumable(interruption: InterruptedError, id: string): InterruptedError {
  return new InterruptedError(interruption.message, {
    nextStep: `Nothing is lost: go on with \`kubectl registry-switch resume ${id}\`, or undo it with \`kubectl registry-switch rollback ${id}\`.`,
    cause: interruption,
  });
}
