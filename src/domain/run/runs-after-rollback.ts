/** How a rollback changes the journals of runs. */
import type { Run, RunOutcome, RunWorkload } from './run.ts';

export interface RollbackResult {
  /** Nothing was left out and nothing failed: the run is rolled back, whatever its journal says. */
  readonly isWhole: boolean;
  /** Names of workloads whose records were removed. */
  readonly rolledBack: ReadonlySet<string>;
  /** Names of workloads without records. */
  readonly untouched: ReadonlySet<string>;
}

/** Outcomes of workloads that may be switched; `planned`: the run may have been killed between patch and rollout. */
const SWITCHED: ReadonlySet<RunOutcome> = new Set(['switched', 'unhealthy', 'planned']);

export function isPerhapsSwitched({ outcome }: Pick<RunWorkload, 'outcome'>): boolean {
  return SWITCHED.has(outcome);
}

/** Whether a rollback or finish can still change it. */
export function isOpen({ state }: Pick<Run, 'state'>): boolean {
  return state !== 'rolled-back' && state !== 'finished';
}

/** The changed runs. Pure. */
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

/** Keeps the cause of a failure; a run without changes gets a message of its own. */
function messageOf({ message }: Run, workloads: Run['workloads']): string {
  if (message.startsWith(GIVEN_UP) || !workloads.every(({ outcome }) => UNTOUCHED.has(outcome)))
    return message;
  return message === '' ? GIVEN_UP : `${GIVEN_UP}: ${message}`;
}

const GIVEN_UP = 'closed before any workload was switched';

const UNTOUCHED: ReadonlySet<RunOutcome> = new Set(['not-started', 'unchanged', 'left-alone', 'gone']);

function outcomeOf(
  { name, outcome }: Run['workloads'][number],
  { isWhole, rolledBack, untouched }: RollbackResult,
): RunOutcome {
  if (!SWITCHED.has(outcome)) return outcome;
  if (rolledBack.has(name)) return 'rolled-back';
  if (!isWhole && !untouched.has(name)) return outcome;
  if (outcome === 'planned') return 'not-started';
  // Without a record the change was undone or overwritten by a new deployment.
  return untouched.has(name) ? 'reverted' : 'gone';
}
