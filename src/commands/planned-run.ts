/** The first steps of a move, whichever command makes it: what is meant is planned, signed off and consented to. */
import type { SwitchFlags } from '../cli/flags/migration-flags.ts';
import { type ChosenMapping, planCall, type PlanCall } from '../cli/plan-request.ts';
import type { Session } from '../cli/session.ts';
import { hashedPlan } from '../domain/plan/plan-hash.ts';
import type { Run } from '../domain/run/run.ts';
import { preparePlan, type Preparation } from '../workflow/plan/prepare-plan.ts';
import { consentToShare, requireLastingLogins } from './consent.ts';
import type { Output } from './output.ts';
import { printPlan } from './print-plan.ts';
import { requireExpected } from './require-expected.ts';

/** Which command, and the run that it goes on with. */
export interface RunCall {
  readonly command: Run['command'];
  readonly resumed?: Run;
}

export interface PlannedRun extends PlanCall {
  readonly preparation: Preparation;
  /** What was agreed to on the way, as flags: a run that is gone on with needs it again. */
  readonly agreed: Pick<SwitchFlags, 'share-push-login'>;
}

/** `undefined`: only the plan was asked for, which is printed. Throws ExpectedError. */
export async function plannedRun(
  flags: SwitchFlags,
  call: RunCall,
  {
    session,
    output,
    chosen,
  }: { readonly session: Session; readonly output: Output; readonly chosen: ChosenMapping },
): Promise<PlannedRun | undefined> {
  const planned = await planCall(flags, chosen, session);
  const preparation = await session.step('Planning', async (work) =>
    preparePlan(planned.ports, planned.request, work),
  );
  if (call.resumed === undefined) requireExpected(preparation.plan, flags.expect);
  if (flags['dry-run']) {
    await printPlan(output, hashedPlan(preparation.plan));
    return undefined;
  }
  requireLastingLogins(preparation.plan, flags);
  const isShared = await consentToShare(output, preparation.plan, flags);
  return { ...planned, preparation, agreed: { 'share-push-login': isShared } };
}
