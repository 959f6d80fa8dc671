import { Command } from '@oclif/core';
import { connectionFlags } from '../cli/flags/connection-flags.ts';
import { homeFlags } from '../cli/flags/home-flags.ts';
import { moveFlags } from '../cli/flags/move-flags.ts';
import { outputFlags } from '../cli/flags/output-flags.ts';
import { registryFlags } from '../cli/flags/registry-flags.ts';
import { confirmFlags, rolloutFlags } from '../cli/flags/run-flags.ts';
import { scopeFlags } from '../cli/flags/scope-flags.ts';
import { parseDuration } from '../cli/parse-duration.ts';
import { planCall, readMapping } from '../cli/plan-request.ts';
import { openSession } from '../cli/session.ts';
import { imageReader } from '../domain/inventory/image-reader.ts';
import { mappedSources } from '../domain/mapping/source-matcher.ts';
import { stillPulling } from '../domain/plan/plan.ts';
import { preparePlan } from '../workflow/plan/prepare-plan.ts';
import { proveImages } from '../workflow/copy/prove-images.ts';
import { switchWorkloads } from '../workflow/switch/switch-workloads.ts';
import { checkPlanPermissions } from './check-permissions.ts';
import { confirmPlan } from './confirm-plan.ts';
import { openOutput } from './output.ts';
import { switchExitCode } from './exit-codes.ts';
import { PLAN_VIEW } from './views/plan-view.ts';
import { SWITCH_VIEW } from './views/switch-view.ts';

/** Switches workloads whose images are at the target already. */
export class Switch extends Command {
  static override description = `Switch workloads to the target: images and pull Secret in one patch, one rollout each.

Only workloads all of whose images are proven to be at the target are touched (see "copy").`;
  static override examples = [
    { description: 'Switch one namespace', command: 'switch --from old.example --to new.example -n shop' },
  ];
  static override flags = {
    ...moveFlags,
    ...confirmFlags,
    ...rolloutFlags,
    ...homeFlags,
    ...registryFlags,
    ...scopeFlags,
    ...outputFlags,
    ...connectionFlags,
  };

  override async run(): Promise<number> {
    const { flags } = await this.parse(Switch);
    const timeoutSeconds = parseDuration(flags.timeout, '--timeout');
    const output = openOutput(flags);
    const chosen = await readMapping(flags);
    const session = await openSession(flags, output.progress);
    const { ports, request } = await planCall(flags, chosen, session);
    const { plan, registries, pullLogin } = await session.step('Planning', async (work) =>
      preparePlan(ports, request, work),
    );
    if (flags['dry-run']) {
      await output.print(plan, PLAN_VIEW);
      return 0;
    }
    const reach = { ...request, homeNamespace: flags['copy-namespace'] };
    await checkPlanPermissions(
      { session, output },
      ['inventory', 'plan', 'switch'],
      { ...plan, copies: [] },
      reach,
    );
    if (plan.changes.length > 0) await confirmPlan(output, plan, flags.yes);
    const unproven = await session.step('Proving the images', async (work) =>
      proveImages(registries, plan.copies, plan.platforms, work),
    );
    const context = {
      cluster: session.cluster,
      readImages: imageReader(request.customImages),
      isSource: mappedSources(request.mapping),
      timeoutSeconds,
    };
    const input = {
      ...request,
      plan,
      unproven,
      maxInFlight: flags['max-in-flight'],
      homeNamespace: flags['copy-namespace'],
      ...(pullLogin === undefined ? {} : { pullLogin }),
    };
    const report = await session.step('Switching', async (work) => switchWorkloads(context, input, work));
    await output.print(report, SWITCH_VIEW);
    return switchExitCode(report, stillPulling(plan));
  }
}
