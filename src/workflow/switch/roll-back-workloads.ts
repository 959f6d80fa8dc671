/** Rolls back successfully switched workloads because others failed. */
import { describeRef } from '../../domain/kubernetes/object-ref.ts';
import type { Work } from '../../domain/ports/progress.ts';
import { mapConcurrently } from '../cluster/map-concurrently.ts';
import type { RollbackContext } from './switch-context.ts';
import type { SwitchedWorkload } from './switched-workload.ts';
import type { SwitchInput } from './switch-input.ts';
import { rollBackSwitched, type RollbackReason } from './roll-back-switched.ts';

export interface RollbackCall {
  readonly workloads: readonly SwitchedWorkload[];
  readonly reason: RollbackReason;
  readonly input: Pick<SwitchInput, 'maxInFlight' | 'onOutcome'>;
}

/** All results, changed ones with their new outcome: `rolled-back`, or `failed`. */
export async function rollBackWorkloads(
  context: RollbackContext,
  { workloads, reason, input }: RollbackCall,
  work: Work,
): Promise<SwitchedWorkload[]> {
  return mapConcurrently(
    workloads,
    async (result) => {
      if (result.outcome !== 'switched' && result.outcome !== 'unhealthy') return result;
      const step = work.progress.step(`${describeRef(result.workload)}, rolled back`);
      const back = await rollBackSwitched(context, result, reason, { ...work, progress: step });
      if (back.outcome === 'failed') step.failed(back.message);
      else step.done(back.message);
      input.onOutcome?.(back);
      return back;
    },
    { concurrency: input.maxInFlight, signal: work.signal },
  );
}
