/** Puts workloads back that were switched well, because others failed. */
import pMap from 'p-map';
import { ExpectedError } from '../../domain/errors.ts';
import { describeRef } from '../../domain/kubernetes/object-ref.ts';
import type { Work } from '../../domain/ports/progress.ts';
import { rollBackWorkload } from '../rollback/roll-back-workload.ts';
import type { SwitchContext, SwitchedWorkload } from './switch-workload.ts';
import type { SwitchInput } from './switch-workloads.ts';

export interface PutBackCall {
  readonly workloads: readonly SwitchedWorkload[];
  readonly reason: string;
  readonly input: Pick<SwitchInput, 'maxInFlight' | 'onOutcome'>;
}

/** All results, those that were `switched` with their new outcome: `rolled-back`, or `failed` where that failed. */
export async function putBack(
  context: Omit<SwitchContext, 'proven'>,
  { workloads, reason, input }: PutBackCall,
  work: Work,
): Promise<SwitchedWorkload[]> {
  return pMap(
    workloads,
    async (result) => {
      if (result.outcome !== 'switched') return result;
      const step = work.progress.step(`${describeRef(result.workload)}, put back`);
      const back = await putOneBack(context, result, { ...work, progress: step });
      const done = back.outcome === 'rolled-back';
      const message = `${reason}; ${WORDS[back.outcome] ?? 'not put back'}: ${back.message}`;
      if (done) step.done(message);
      else step.failed(message);
      const changed: SwitchedWorkload = { ...result, outcome: done ? 'rolled-back' : 'failed', message };
      input.onOutcome?.(changed);
      return changed;
    },
    { concurrency: input.maxInFlight, signal: work.signal },
  );
}

const WORDS: Readonly<Record<string, string>> = {
  'rolled-back': 'put back',
  unhealthy: 'put back, but not ready',
};

async function putOneBack(
  context: Omit<SwitchContext, 'proven'>,
  { workload }: SwitchedWorkload,
  work: Work,
): Promise<{ readonly outcome: string; readonly message: string }> {
  try {
    return await rollBackWorkload({ ...context, ref: workload, depth: 1 }, work);
  } catch (error) {
    if (!(error instanceof ExpectedError) || work.signal.aborted) throw error;
    return { outcome: 'failed', message: error.message };
  }
}
