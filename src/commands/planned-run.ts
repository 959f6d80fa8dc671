/** The first steps of every moving command: plan, sign-off and consent. */
import type { SwitchFlags } from '../cli/flags/migration-flags.ts';
import { type ChosenMapping, planCall, type PlanCall } from '../cli/plan-request.ts';
import type { Session } from '../cli/session.ts';
import { hashedPlan } from '../domain/plan/plan-hash.ts';
import type { Run } from '../domain/run/run.ts';
import { preparePlan, type Preparation } from '../workflow/plan/prepare-plan.ts';
import { consentToShare, requireLastingLogins } from './consent.ts';
import type { Output } from './output.ts';
import { platformLines } from './platform-lines.ts';
import { printPlan } from './print-plan.ts';
import { requireExpected } from './require-expected.ts';

/** The command, and the run that it resumes. */
export interface RunCall {
  readonly command: Run['command'];
  readonly resumed?: Run;
}

export interface PlannedRun extends PlanCall {
  readonly preparation: Preparation;
  /** Consent given at prompts, as flags: resuming the run needs them again. */
  readonly agreed: Pick<SwitchFlags, 'share-push-login'>;
}

/** `undefined` with --dry-run, when the plan is only printed. Throws ExpectedError. */
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
  await output.info(platformLines(planned.request.profile));
  if (flags['dry-run']) {
    await printPlan(output, hashedPlan(preparation.plan));
    return undefined;
  }
  requireLastingLogins(preparation.plan, flags);
  const isShared = await consentToShare(output, preparation.plan, flags);
  return { ...planned, preparation, agreed: { 'share-push-login': isShared } };
}
