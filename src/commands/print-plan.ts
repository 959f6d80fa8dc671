/** Prints a plan as the result of a command, and its warnings to stderr in every format. */
import type { WrittenPlan } from '../domain/plan/written-plan.ts';
import type { Output } from './output.ts';
import { PLAN_VIEW } from './views/plan-view.ts';

export async function printPlan(output: Output, plan: WrittenPlan): Promise<void> {
  await output.print(plan, PLAN_VIEW);
  await output.warn(plan.warnings);
}
