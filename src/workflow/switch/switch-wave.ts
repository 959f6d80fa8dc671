/**
 * One wave: its workloads are switched with limited concurrency, then watched for a while, and rolled back when one
 * fails.
 */
import { ExpectedError } from '../../domain/errors.ts';
import { describeRef } from '../../domain/kubernetes/object-ref.ts';
import type { PlannedChange } from '../../domain/plan/plan.ts';
import type { Wave } from '../../domain/plan/waves.ts';
import type { Step, Work } from '../../domain/ports/progress.ts';
import { mapConcurrently } from '../cluster/map-concurrently.ts';
import { grantPulls, type GrantRefusal } from './grant-pulls.ts';
import { rollBackWorkloads } from './roll-back-workloads.ts';
import { isFailure, type SwitchedWorkload, type WorkloadOutcome } from './switched-workload.ts';
import type { SwitchContext } from './switch-context.ts';
import { switchWorkload } from './switch-workload.ts';
import type { SwitchInput } from './switch-input.ts';
import { watchOver } from './watch-over.ts';

export interface WaveCall {
  readonly wave: Wave;
  readonly input: SwitchInput;
  /** An earlier wave failed: this one is not started. */
  readonly halted: boolean;
  /** Why single workloads of it are not started. */
  readonly waiting: ReadonlyMap<PlannedChange, string>;
}

/** One result for each workload of the wave. */
export async function switchWave(
  context: SwitchContext,
  { wave, input, halted, waiting }: WaveCall,
  work: Work,
): Promise<SwitchedWorkload[]> {
  let stopped = halted;
  const refusals = halted
    ? new Map<string, GrantRefusal>()
    : await grantPulls(
        context.cluster,
        wave.changes.filter((change) => !waiting.has(change)),
        input,
        work.signal,
      );
  const run = async (change: PlannedChange, step: Step): Promise<SwitchedWorkload> => {
    if (stopped) return outcome(change, 'not-started', 'an earlier workload failed');
    const wait = waiting.get(change);
    if (wait !== undefined) return outcome(change, 'not-started', wait);
    const refusal = refusals.get(change.workload.namespace ?? '');
    if (refusal !== undefined) return outcome(change, refusal.outcome, refusal.message);
    return switchOne(context, change, { ...work, progress: step });
  };
  const results = await mapConcurrently(
    wave.changes,
    async (change) => {
      const step = work.progress.step(describeRef(change.workload));
      const result = await run(change, step);
      if (isFailure(result) && input.onFailure !== 'continue') stopped = true;
      tell(step, result);
      input.onOutcome?.(result);
      return result;
    },
    { concurrency: input.maxInFlight, signal: work.signal },
  );
  const settled = stopped ? results : await watchOver(context, results, { input, work });
  if (input.onFailure === 'continue' || halted || !settled.some(isFailure)) return settled;
  const failed = settled.find(isFailure);
  const message = failed === undefined ? '' : `${describeRef(failed.workload)} of its wave failed`;
  return rollBackWorkloads(
    context,
    { workloads: settled, reason: { state: 'failed', message }, input },
    work,
  );
}

async function switchOne(
  context: SwitchContext,
  change: PlannedChange,
  work: Work,
): Promise<SwitchedWorkload> {
  try {
    return await switchWorkload(context, change, work);
  } catch (error) {
    if (error instanceof ExpectedError && !work.signal.aborted)
      return outcome(change, 'failed', error.message);
    throw error;
  }
}

function outcome({ workload }: PlannedChange, result: WorkloadOutcome, message: string): SwitchedWorkload {
  return { workload, outcome: result, images: [], message };
}

function tell(step: Step, { outcome: result, message }: SwitchedWorkload): void {
  if (result === 'switched') step.done(message);
  else if (SKIPPED.has(result)) step.skipped(message);
  else step.failed(message);
}

const SKIPPED: ReadonlySet<WorkloadOutcome> = new Set(['unchanged', 'left-alone', 'gone', 'not-started']);
