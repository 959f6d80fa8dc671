/** What becomes of the journals of runs when a rollback has taken back what they did. */
import type { Run, RunOutcome, RunWorkload } from './run.ts';

export interface RollbackResult {
  /** Nothing was left out and nothing failed: whatever a journal says, the run is rolled back. */
  readonly isWhole: boolean;
  /** Names of workloads that carried records and carry none any more. */
  readonly rolledBack: ReadonlySet<string>;
  /** Names of workloads that carried none. */
  readonly untouched: ReadonlySet<string>;
}

/** Outcomes of workloads that are, or may be, switched; `planned`: it was killed perhaps between patch and rollout. */
const SWITCHED: ReadonlySet<RunOutcome> = new Set(['switched', 'unhealthy', 'planned']);

export function isPerhapsSwitched({ outcome }: Pick<RunWorkload, 'outcome'>): boolean {
  return SWITCHED.has(outcome);
}

/** Whether a rollback or the end of the move can still change it. */
export function isOpen({ state }: Pick<Run, 'state'>): boolean {
  return state !== 'rolled-back' && state !== 'finished';
}

/** Those that change, as they are to be written. Pure. */
export function runsAfterRollback(runs: readonly Run[], rollback: RollbackResult): Run[] {
  return runs.filter(isOpen).flatMap((run) => {
    const workloads = run.workloads.map((one) => ({ ...one, outcome: outcomeOf(one, rollback) }));
    const nothingLeft = !workloads.some(({ outcome }) => SWITCHED.has(outcome));
    const isChanged = workloads.some(({ outcome }, index) => outcome !== run.workloads[index]?.outcome);
    if (rollback.isWhole || (nothingLeft && isChanged)) {
      return { ...run, state: 'rolled-back', message: messageOf(run, workloads), workloads };
    }
    return isChanged ? { ...run, workloads } : [];
  });
}

/** The cause of a failure stays; what never changed a workload put none back either. */
function messageOf({ message }: Run, workloads: Run['workloads']): string {
  if (message.startsWith(GIVEN_UP) || !workloads.every(({ outcome }) => UNTOUCHED.has(outcome)))
    return message;
  return message === '' ? GIVEN_UP : `${GIVEN_UP}: ${message}`;
}

const GIVEN_UP = 'given up before any workload was switched';

const UNTOUCHED: ReadonlySet<RunOutcome> = new Set(['not-started', 'unchanged', 'left-alone', 'gone']);

function outcomeOf(
  { name, outcome }: Run['workloads'][number],
  { isWhole, rolledBack, untouched }: RollbackResult,
): RunOutcome {
  if (!SWITCHED.has(outcome)) return outcome;
  if (rolledBack.has(name)) return 'rolled-back';
  if (!isWhole && !untouched.has(name)) return outcome;
  if (outcome === 'planned') return 'not-started';
  // Without a record it is as it was: somebody undid the change, or deployed it anew.
  return untouched.has(name) ? 'reverted' : 'gone';
}
