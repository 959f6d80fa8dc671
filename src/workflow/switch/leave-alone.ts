import { describeRef } from '../../domain/kubernetes/object-ref.ts';
import type { PlannedChange } from '../../domain/plan/plan.ts';
import type { Work } from '../../domain/ports/progress.ts';
import type { SwitchedWorkload } from './switched-workload.ts';
import type { SwitchInput } from './switch-input.ts';

/** The result of a workload that is not touched, told to everybody. */
export function leaveAlone(
  { workload }: PlannedChange,
  message: string,
  { input, work }: { readonly input: Pick<SwitchInput, 'onOutcome'>; readonly work: Work },
): SwitchedWorkload {
  work.progress.step(describeRef(workload)).skipped(message);
  const result: SwitchedWorkload = { workload, outcome: 'left-alone', images: [], message };
  input.onOutcome?.(result);
  return result;
}
