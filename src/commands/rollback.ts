import { Command } from '@oclif/core';
import { connectionFlags } from '../cli/flags/connection-flags.ts';
import { homeFlags } from '../cli/flags/home-flags.ts';
import { outputFlags } from '../cli/flags/output-flags.ts';
import { confirmFlags, rolloutFlags } from '../cli/flags/run-flags.ts';
import { scopeFlags } from '../cli/flags/scope-flags.ts';
import { inventoryRequest } from '../cli/inventory-request.ts';
import { parseDuration } from '../cli/parse-duration.ts';
import { openSession } from '../cli/session.ts';
import { imageReader } from '../domain/inventory/image-reader.ts';
import { describeRef } from '../domain/kubernetes/object-ref.ts';
import { recallImagePaths } from '../workflow/inventory/image-path-memory.ts';
import { recordedWorkloads, rollBack } from '../workflow/rollback/roll-back.ts';
import { rollbackExtent } from '../workflow/preflight/rollback-extent.ts';
import { checkPermissions } from './check-permissions.ts';
import { confirmChange } from './confirm-plan.ts';
import { rollbackExitCode } from './exit-codes.ts';
import { openOutput } from './output.ts';
import { ROLLBACK_VIEW } from './views/rollback-view.ts';

/** Undoes what the tool changed. */
export class Rollback extends Command {
  static override description = `Put images and pull Secrets of every workload back to what they were before this tool changed them.

What somebody else changed since is left as it is and reported.`;
  static override examples = [{ description: 'Undo everything', command: 'rollback --yes' }];
  static override flags = {
    ...confirmFlags,
    ...rolloutFlags,
    ...homeFlags,
    ...scopeFlags,
    ...outputFlags,
    ...connectionFlags,
  };

  override async run(): Promise<number> {
    const { flags } = await this.parse(Rollback);
    const given = inventoryRequest(flags);
    const timeoutSeconds = parseDuration(flags.timeout, '--timeout');
    const output = openOutput(flags);
    const session = await openSession(flags, output.progress);
    const homeNamespace = flags['copy-namespace'];
    const { customImages, warnings } = await recallImagePaths(
      session.cluster,
      homeNamespace,
      given.customImages,
      session.signal,
    );
    await output.say(asWarnings(warnings));
    const request = {
      scope: given.scope,
      customImages,
      readImages: imageReader(customImages),
      maxInFlight: flags['max-in-flight'],
      timeoutSeconds,
      homeNamespace,
    };
    const workloads = await session.step('Looking for changes', async (work) =>
      recordedWorkloads(session.cluster, request, work),
    );
    if (flags['dry-run']) {
      await output.write(workloads.map(({ ref }) => `${describeRef(ref)} (dry-run)\n`).join(''));
      return 0;
    }
    await checkPermissions({ session, output }, ['inventory', 'rollback'], async (signal) =>
      rollbackExtent(session.cluster, workloads, request, signal),
    );
    if (workloads.length > 0) {
      const question = `Roll back ${workloads.length} workloads?`;
      await confirmChange(output, question, flags.yes);
    }
    const report = await session.step('Rolling back', async (work) =>
      rollBack(session.cluster, workloads, request, work),
    );
    await output.print(report, ROLLBACK_VIEW);
    await output.say(asWarnings(report.warnings));
    const told = [workloads, report.secrets, report.warnings];
    if (told.every(({ length }) => length === 0)) await output.say(['Nothing to roll back.']);
    return rollbackExitCode(report);
  }
}

function asWarnings(sentences: readonly string[]): string[] {
  return sentences.map((sentence) => `warning: ${sentence}`);
}
