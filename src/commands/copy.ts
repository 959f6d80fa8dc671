import * as Flags from '@oclif/core/flags';
import { ExitingCommand } from './exiting-command.ts';
import { copyCall, copyEngine } from '../cli/copy-options.ts';
import { connectionFlags } from '../cli/flags/connection-flags.ts';
import { copyFlags } from '../cli/flags/copy-flags.ts';
import { moveFlags } from '../cli/flags/move-flags.ts';
import { outputFlags } from '../cli/flags/output-flags.ts';
import { platformFlags } from '../cli/flags/platform-flags.ts';
import { registryFlags } from '../cli/flags/registry-flags.ts';
import { requirePlatformArguments } from '../cli/platform-arguments.ts';
import { confirmFlags, leaseFlags } from '../cli/flags/run-flags.ts';
import { scopeFlags } from '../cli/flags/scope-flags.ts';
import { planCall, readMapping } from '../cli/plan-request.ts';
import { openSession } from '../cli/session.ts';
import { countOf } from '../domain/count-of.ts';
import { EXIT } from '../domain/exit.ts';
import type { LeftAloneCode, Plan } from '../domain/plan/plan.ts';
import { writtenCopy } from '../domain/plan/written-plan.ts';
import { copyImages } from '../workflow/copy/copy-images.ts';
import { copyRequest } from '../workflow/copy/copy-request.ts';
import { withWork } from '../workflow/copy/copy-work.ts';
import { preparePlan } from '../workflow/plan/prepare-plan.ts';
import { checkPlanPermissions } from './check-permissions.ts';
import { confirmChange } from './confirm-change.ts';
import { copyPlatform } from './copy-platform.ts';
import { engineOfCopy } from './engine-of-copy.ts';
import { underLeases } from './lease-terms.ts';
import { manifestText } from './manifest-text.ts';
import { type Output, openOutput } from './output.ts';
import { COPY_VIEW } from './views/copy-view.ts';
import { reportCopyFailures } from './report-copy-failures.ts';

/** Copies images without touching a workload. */
export class Copy extends ExitingCommand {
  static override description = `Copy the images that would move to the target with a Job in the cluster, and prove every digest.

No workload is touched. With -o yaml the Secret and the Job are printed instead of applied; the Secret
holds the logins of both registries.`;
  static override examples = [
    {
      description: 'Show what would be copied',
      command: 'copy --from old.example --to new.example --dry-run',
    },
    { description: 'Retry after a failure', command: 'copy --from old.example --to new.example --retry' },
  ];
  static override flags = {
    ...moveFlags,
    ...platformFlags,
    ...copyFlags,
    retry: Flags.boolean({
      helpGroup: 'COPY',
      description: 'Replace the Job of an earlier copy that failed or gets no pod.',
    }),
    ...confirmFlags,
    ...leaseFlags,
    ...registryFlags,
    ...scopeFlags,
    ...outputFlags,
    ...connectionFlags,
  };

  override async run(): Promise<number> {
    const { flags, raw } = await this.parse(Copy);
    if (flags.platform) {
      requirePlatformArguments('copy', { raw });
      return copyPlatform(flags);
    }
    const output = openOutput(flags);
    const chosen = await readMapping(flags);
    const session = await openSession(flags, output.progress);
    const engine = await copyEngine();
    const { options: requested, timeoutSeconds } = copyCall(flags, engine);
    const call = await planCall(flags, chosen, session);
    const { ports, request } = call;
    const prepared = await session.step('Planning', async (work) => preparePlan(ports, request, work));
    if (flags['dry-run']) return printCopies(output, prepared.plan);
    const engineRequest = { options: requested, flags };
    const options = await engineOfCopy(call, prepared.plan, engineRequest, { session, output });
    if (flags.output === 'yaml' || flags.output === 'json') {
      const job = await copyRequest(prepared.plan, options, prepared, session.signal);
      const { secrets, job: manifest } = withWork(engine.manifests(job), prepared.plan.copies);
      await output.write(await manifestText([...secrets, manifest], flags.output));
      return EXIT.done;
    }
    const reach = { ...request, stateNamespace: options.namespace };
    await checkPlanPermissions({ session, output }, ['inventory', 'plan', 'copy'], prepared.plan, reach);
    const missing = prepared.plan.copies.filter(({ present }) => !present);
    if (missing.length > 0) {
      const affected = missing.map(writtenCopy).map(({ source, target }) => `${source} to ${target}`);
      const change = { what: `Copy ${countOf(missing.length, 'image')} with a Job`, affected };
      await confirmChange(output, session.cluster, change, flags.yes);
    }
    const earlierCopy = flags.retry ? 'replace' : 'refuse';
    const { takeover } = flags;
    const leases = { what: 'copy', takeover, stateNamespace: options.namespace, leaveOut: false };
    const report = await underLeases(session, leases, async ({ cluster, signal }) =>
      session.step('Copying', async (work) =>
        copyImages(
          { ...prepared, cluster, engine },
          { plan: prepared.plan, options, earlierCopy, timeoutSeconds },
          { ...work, signal },
        ),
      ),
    );
    await output.print(report, COPY_VIEW);
    await reportCopyFailures(output, report);
    const refused = prepared.plan.leftAlone.filter(({ code }) => NOT_COPIED.has(code));
    await output.info([...new Set(refused.map(({ reason }) => `not copied: ${reason}`))]);
    return report.failed.length + refused.length === 0 ? EXIT.done : EXIT.partly;
  }
}

/** Reasons for which the images of a workload left alone are not copied either. */
const NOT_COPIED = new Set<LeftAloneCode>([
  'no-digest',
  'closed',
  'drift',
  'target-differs',
  'collision',
  'unmappable',
]);

/** The line format of the shell scripts that this command replaces. */
async function printCopies(output: Output, { copies }: Pick<Plan, 'copies'>): Promise<number> {
  const missing = copies.map(writtenCopy).filter(({ present }) => !present);
  await output.writeLines(missing.map(({ source, target }) => `Copying ${source} to ${target} (dry-run)`));
  if (missing.length === 0) await output.info(['Nothing to copy.']);
  return EXIT.done;
}
