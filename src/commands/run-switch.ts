/** The switch alone, from its flags to its exit code. */
import type { SwitchFlags } from '../cli/flags/migration-flags.ts';
import { readMapping } from '../cli/plan-request.ts';
import { checkHashText } from '../cli/expected-hash.ts';
import { openSession } from '../cli/session.ts';
import { switchOptions } from '../cli/rollout-options.ts';
import { EXIT } from '../domain/exit.ts';
import { imageReader } from '../domain/inventory/image-reader.ts';
import { mappedSources } from '../domain/mapping/source-matcher.ts';
import { stillPulling } from '../domain/plan/plan.ts';
import { proveImages } from '../workflow/copy/prove-images.ts';
import { imageQuestions } from '../workflow/images/image-questions.ts';
import { switchWorkloads } from '../workflow/switch/switch-workloads.ts';
import { executeRun, endingOf } from './execute-run.ts';
import { causeOfSwitch } from './cause-of.ts';
import { checkPlanPermissions } from './check-permissions.ts';
import { confirmPlan } from './confirm-plan.ts';
import { switchExitCode } from './exit-codes.ts';
import { openOutput } from './output.ts';
import { plannedRun, type RunCall } from './planned-run.ts';
import { reportEvidence } from './report-evidence.ts';
import { SWITCH_VIEW } from './views/switch-view.ts';

export async function runSwitch(flags: SwitchFlags, call: RunCall): Promise<number> {
  checkHashText(flags.expect);
  const options = { ...switchOptions(flags), stateNamespace: flags['copy-namespace'] };
  const output = openOutput(flags);
  const chosen = await readMapping(flags, call.resumed?.move.rules);
  const session = await openSession(flags, output.progress);
  const planned = await plannedRun(flags, call, { session, output, chosen });
  if (planned === undefined) return EXIT.done;
  const { request, preparation } = planned;
  const { scope, customImages } = request;
  const { plan, ownersToRestore, copyRegistries, lookupRegistries, pullLogins, pullDoubt } = preparation;
  const reach = { ...request, stateNamespace: options.stateNamespace };
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
    questions: imageQuestions(lookupRegistries, { ...request, plan }),
  };
  const leftAlone = stillPulling(plan);
  // A resumed run is completed even when nothing is left to do.
  if (plan.changes.length + ownersToRestore.length === 0 && call.resumed === undefined) {
    await output.print(
      { apiVersion: 'registry-switch/v1', kind: 'SwitchReport', workloads: [] },
      SWITCH_VIEW,
    );
    return leftAlone.length === 0 ? EXIT.done : EXIT.partly;
  }
  if (plan.changes.length > 0)
    await confirmPlan(output, session.cluster, plan, { yes: flags.yes, resumed: call.resumed });
  const { report, messages } = await executeRun(
    {
      ...{ ...call, session, output, chosen, plan, stateNamespace: options.stateNamespace },
      flags: { ...flags, ...planned.agreed },
      ...{ inventory: { scope, customImages }, rollout: options, onFailure: options.onFailure },
      questions: context.questions,
    },
    async (step, notes) => {
      const unproven = await step(
        'Proving the images',
        async (work) => proveImages(copyRegistries, plan.copies, plan.platforms, work),
        (missing) => `${plan.copies.length - missing.size} of ${plan.copies.length} proven`,
      );
      return step(
        'Switching',
        async (work) =>
          switchWorkloads(
            { ...context, run: notes.run, cluster: notes.cluster },
            { ...options, ...request, pullLogins, pullDoubt, ...notes, plan, ownersToRestore, unproven },
            work,
          ),
        ({ workloads }) =>
          `${workloads.filter(({ outcome }) => outcome === 'switched').length} of ${workloads.length} switched`,
      );
    },
    (result) =>
      endingOf(
        switchExitCode(result, leftAlone),
        causeOfSwitch(result.workloads) ?? 'not all workloads were switched',
      ),
  );
  await output.print(report, SWITCH_VIEW);
  await reportEvidence(output, report);
  await output.info(messages);
  return switchExitCode(report, leftAlone);
}
