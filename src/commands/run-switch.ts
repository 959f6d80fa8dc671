/** The switch alone, from its flags to its exit code. */
import type { Interfaces } from '@oclif/core';
import type { switchFlags } from '../cli/flags/migration-flags.ts';
import { parseDuration } from '../cli/parse-duration.ts';
import { planCall, readMapping } from '../cli/plan-request.ts';
import { checkHashText } from '../cli/expected-hash.ts';
import { openSession } from '../cli/session.ts';
import { waveOptions } from '../cli/wave-options.ts';
import { imageReader } from '../domain/inventory/image-reader.ts';
import { mappedSources } from '../domain/mapping/source-matcher.ts';
import { signedPlan } from '../domain/plan/plan-hash.ts';
import { stillPulling } from '../domain/plan/plan.ts';
import type { Run } from '../domain/run/run.ts';
import { proveImages } from '../workflow/copy/prove-images.ts';
import { imageQuestions } from '../workflow/images/image-questions.ts';
import { preparePlan } from '../workflow/plan/prepare-plan.ts';
import { switchWorkloads } from '../workflow/switch/switch-workloads.ts';
import { asRun, endingOf } from './as-run.ts';
import { checkPlanPermissions } from './check-permissions.ts';
import { confirmPlan } from './confirm-plan.ts';
import { consentToShare } from './consent.ts';
import { switchExitCode } from './exit-codes.ts';
import { openOutput } from './output.ts';
import { requireExpected } from './require-expected.ts';
import { sayEvidence } from './say-evidence.ts';
import { printPlan } from './print-plan.ts';
import { SWITCH_VIEW } from './views/switch-view.ts';

export type SwitchFlags = Interfaces.InferredFlags<typeof switchFlags>;

/** Which command, and the run that it goes on with. */
export interface SwitchCall {
  readonly command: Run['command'];
  readonly resumed?: Run;
}

export async function runSwitch(flags: SwitchFlags, call: SwitchCall): Promise<number> {
  checkHashText(flags.expect);
  const options = {
    ...waveOptions(flags),
    timeoutSeconds: parseDuration(flags.timeout, '--timeout'),
    maxInFlight: flags['max-in-flight'],
    homeNamespace: flags['copy-namespace'],
  };
  const output = openOutput(flags);
  const chosen = await readMapping(flags, call.resumed?.move.rules);
  const session = await openSession(flags, output.progress);
  const { ports, request } = await planCall(flags, chosen, session);
  const { plan, handBack, registries, looking, pullLogins } = await session.step('Planning', async (work) =>
    preparePlan(ports, request, work),
  );
  if (call.resumed === undefined) requireExpected(plan, flags.expect);
  if (flags['dry-run']) {
    await printPlan(output, signedPlan(plan));
    return 0;
  }
  await consentToShare(output, plan, flags);
  const reach = { ...request, homeNamespace: options.homeNamespace };
  await checkPlanPermissions(
    { session, output },
    ['inventory', 'plan', 'switch'],
    { ...plan, copies: [] },
    reach,
  );
  const context = {
    ...options,
    readImages: imageReader(request.customImages),
    isSource: mappedSources(request.mapping),
    questions: imageQuestions(looking, { ...request, plan }),
  };
  const leftAlone = stillPulling(plan);
  // A resumed run is brought to its end also where nothing is left to do.
  if (plan.changes.length + handBack.length === 0 && call.resumed === undefined) {
    await output.print(
      { apiVersion: 'registry-switch/v1', kind: 'SwitchReport', workloads: [] },
      SWITCH_VIEW,
    );
    return leftAlone.length === 0 ? 0 : 4;
  }
  if (plan.changes.length > 0) await confirmPlan(output, plan, { yes: flags.yes, resumed: call.resumed });
  const { report, talk } = await asRun(
    {
      ...{ ...call, session, output, chosen, flags, plan, home: options.homeNamespace },
      ...{ inventory: request, rollout: options, onFailure: options.onFailure },
      questions: context.questions,
    },
    async (step, notes) => {
      const unproven = await step(
        'Proving the images',
        async (work) => proveImages(registries, plan.copies, plan.platforms, work),
        (missing) => `${plan.copies.length - missing.size} of ${plan.copies.length} proven`,
      );
      return step(
        'Switching',
        async (work) =>
          switchWorkloads(
            { ...context, run: notes.run, cluster: notes.cluster },
            { ...options, ...request, pullLogins, ...notes, plan, handBack, unproven },
            work,
          ),
        ({ workloads }) =>
          `${workloads.filter(({ outcome }) => outcome === 'switched').length} of ${workloads.length} switched`,
      );
    },
    (result) => endingOf(switchExitCode(result, leftAlone), 'not all workloads were switched'),
  );
  await output.print(report, SWITCH_VIEW);
  await sayEvidence(output, report);
  await output.say(talk);
  return switchExitCode(report, leftAlone);
}
