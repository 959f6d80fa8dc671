import { Command } from '@oclif/core';
import { copyEngine, copyJobOptions } from '../cli/copy-options.ts';
import { connectionFlags } from '../cli/flags/connection-flags.ts';
import { copyFlags } from '../cli/flags/copy-flags.ts';
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
import { EVERYTHING } from '../domain/permissions/needs.ts';
import { stillPulling } from '../domain/plan/plan.ts';
import { carryOut } from '../workflow/carry-out.ts';
import { preparePlan } from '../workflow/plan/prepare-plan.ts';
import { askSourceAndTarget } from './ask-source-and-target.ts';
import { checkPlanPermissions } from './check-permissions.ts';
import { confirmPlan } from './confirm-plan.ts';
import { migrationExitCode } from './exit-codes.ts';
import { openOutput } from './output.ts';
import { sayCopyFailures } from './say-copy-failures.ts';
import { MIGRATION_VIEW, summarizeMigration } from './views/migration-view.ts';
import { PLAN_VIEW } from './views/plan-view.ts';

/** The whole move. */
export class Migrate extends Command {
  static override description = `Move a cluster from one registry to another: plan, copy, prove, switch, heal, verify.

Images are copied by a Job in the cluster. No workload is touched before all of its images are proven to be
at the target. Run twice, it does nothing the second time. Without --from or --to it shows the registries in
use and asks.`;
  static override examples = [
    {
      description: 'Move everything that comes from one registry',
      command: 'migrate --from old.example --to new.example --username me --password-stdin < password',
    },
    {
      description: 'See what would be done',
      command: 'migrate --from old.example --to new.example --dry-run',
    },
    {
      description: 'Move one team, in a script',
      command: "migrate --from quay.io --to new.example/quay -n 'team-*' --yes -o json",
    },
  ];
  static override flags = {
    ...moveFlags,
    ...confirmFlags,
    ...rolloutFlags,
    ...copyFlags,
    ...registryFlags,
    ...scopeFlags,
    ...outputFlags,
    ...connectionFlags,
  };

  override async run(): Promise<number> {
    const { flags } = await this.parse(Migrate);
    const timeoutSeconds = parseDuration(flags.timeout, '--timeout');
    const copyTimeoutSeconds = parseDuration(flags['copy-timeout'], '--copy-timeout');
    const engine = await copyEngine();
    const copyOptions = copyJobOptions(flags, engine);
    const output = openOutput(flags);
    const given = output.canAsk ? undefined : await readMapping(flags);
    const session = await openSession(flags, output.progress);
    const chosen =
      given ?? (await readMapping({ ...flags, ...(await askSourceAndTarget(flags, session, output)) }));
    const { ports, request } = await planCall(flags, chosen, session);
    const preparation = await session.step('Planning', async (work) => preparePlan(ports, request, work));
    const { plan } = preparation;
    if (flags['dry-run']) {
      await output.print(plan, PLAN_VIEW);
      return 0;
    }
    const reach = { ...request, homeNamespace: copyOptions.namespace };
    await checkPlanPermissions({ session, output }, EVERYTHING, plan, reach);
    if (plan.changes.length > 0 || plan.copies.some(({ present }) => !present)) {
      await confirmPlan(output, plan, flags.yes);
    }
    const report = await carryOut(
      { cluster: session.cluster, engine },
      {
        request,
        preparation,
        isSource: mappedSources(request.mapping),
        readImages: imageReader(request.customImages),
        copyOptions,
        copyTimeoutSeconds,
        maxInFlight: flags['max-in-flight'],
        timeoutSeconds,
      },
      session.step,
    );
    await output.print(report, MIGRATION_VIEW);
    await sayCopyFailures(output, report.copy);
    await output.say(
      plan.changes.length + stillPulling(plan).length === 0
        ? ['Nothing to do: no workload pulls from the source.']
        : summarizeMigration(report),
    );
    return migrationExitCode(report);
  }
}
