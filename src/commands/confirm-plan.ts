/** The question before the first change. */
import { DeclinedError } from '../domain/errors.ts';
import { describeRef } from '../domain/kubernetes/object-ref.ts';
import type { Plan } from '../domain/plan/plan.ts';
import type { Output } from './output.ts';

/** Shows what is about to happen and asks, unless --yes was given. Throws DeclinedError. */
export async function confirmPlan(output: Output, plan: Plan, yes: boolean): Promise<void> {
  const missing = plan.copies.filter(({ present }) => !present).length;
  await output.say([
    `${missing} images to copy, ${plan.copies.length - missing} at the target already.`,
    `${plan.changes.length} workloads to switch, ${plan.leftAlone.length} left alone:`,
    ...plan.leftAlone.map(({ workload, reason }) => `  ${describeRef(workload)}: ${reason}`),
    ...plan.drift.map(({ image, decided }) => `drift: ${image} is copied as ${decided ?? 'nothing'}`),
    ...plan.warnings.map((warning) => `warning: ${warning}`),
  ]);
  await confirmChange(output, `Move ${plan.changes.length} workloads of ${plan.server} to ${plan.to}?`, yes);
}

/** Throws DeclinedError when the answer is no, UsageError where nobody can answer. */
export async function confirmChange(output: Output, message: string, yes: boolean): Promise<void> {
  if (yes || (await output.prompter.confirm({ message, flag: '--yes', default: false }))) return;
  throw new DeclinedError('nothing was changed');
}
