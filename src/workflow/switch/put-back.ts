/** Puts workloads back that were switched well, because others failed. */
import { describeRef } from '../../domain/kubernetes/object-ref.ts';
import type { Work } from '../../domain/ports/progress.ts';
import { aFewAtOnce } from '../cluster/a-few-at-once.ts';
import type { PutBackContext } from './switch-context.ts';
import type { SwitchedWorkload } from './switched-workload.ts';
import type { SwitchInput } from './switch-input.ts';
import { takeBack, type TakeBackReason } from './take-back.ts';

export interface PutBackCall {
  readonly workloads: readonly SwitchedWorkload[];
  readonly reason: TakeBackReason;
  readonly input: Pick<SwitchInput, 'maxInFlight' | 'onOutcome'>;
}

/** All results, those that carry a change with their new outcome: `rolled-back`, or `failed` where that failed. */
export async function putBack(
  context: PutBackContext,
  { workloads, reason, input }: PutBackCall,
  work: Work,
): Promise<SwitchedWorkload[]> {
  return aFewAtOnce(
    workloads,
    async (result) => {
      if (result.outcome !== 'switched' && result.outcome !== 'unhealthy') return result;
      const step = work.progress.step(`${describeRef(result.workload)}, put back`);
      const back = await takeBack(context, result, reason, { ...work, progress: step });
      if (back.outcome === 'failed') step.failed(back.message);
      else step.done(back.message);
      input.onOutcome?.(back);
      return back;
    },
    { concurrency: input.maxInFlight, signal: work.signal },
  );
}
