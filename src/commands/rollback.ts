import { Args, Command } from '@oclif/core';
import { connectionFlags } from '../cli/flags/connection-flags.ts';
import { homeFlags } from '../cli/flags/home-flags.ts';
import { outputFlags } from '../cli/flags/output-flags.ts';
import { confirmFlags, leaseFlags, rolloutFlags } from '../cli/flags/run-flags.ts';
import { scopeFlags } from '../cli/flags/scope-flags.ts';
import { inventoryRequest } from '../cli/inventory-request.ts';
import { hasEnded, holderName } from '../cli/operator.ts';
import { parseDuration } from '../cli/parse-duration.ts';
import { rollbackArguments } from '../cli/rollback-arguments.ts';
import { openSession, type Session } from '../cli/session.ts';
import { imageReader } from '../domain/inventory/image-reader.ts';
import type { Scope } from '../domain/inventory/scope.ts';
import type { Workload } from '../domain/inventory/workload.ts';
import { describeRef } from '../domain/kubernetes/object-ref.ts';
import { recallImagePaths } from '../workflow/inventory/image-path-memory.ts';
import {
  recordedWorkloads,
  rollBack,
  type RollbackReport,
  type RollbackRequest,
} from '../workflow/rollback/roll-back.ts';
import type { LeaseRequest } from '../workflow/run/lease.ts';
import { findRun, listRuns } from '../workflow/run/list-runs.ts';
import { markRuns } from '../workflow/run/mark-runs.ts';
import { withLease } from '../workflow/run/with-lease.ts';
import { rollbackExtent } from '../workflow/preflight/rollback-extent.ts';
import { checkPermissions } from './check-permissions.ts';
import { confirmChange } from './confirm-plan.ts';
import { rollbackExitCode } from './exit-codes.ts';
import { openOutput } from './output.ts';
import { ROLLBACK_VIEW } from './views/rollback-view.ts';

/** Undoes what the tool changed. */
export class Rollback extends Command {
  static override description = `Put images and pull Secrets of every workload back to what they were before this tool changed them.

Without arguments everything is undone; a run undoes only what it changed, workloads only themselves. What
somebody else changed since is left as it is and reported.`;
  static override examples = [
    { description: 'Undo everything', command: 'rollback --yes' },
    { description: 'Undo one run', command: 'rollback 20261121-091733-k3x9' },
    { description: 'Undo one workload', command: 'rollback deployment/web -n shop' },
  ];
  static override args = {
    what: Args.string({
      name: 'what',
      description: '[RUN] [KIND/NAME...]: the run and the workloads to undo.',
    }),
  };
  static override strict = false;
  static override flags = {
    ...confirmFlags,
    ...leaseFlags,
    ...rolloutFlags,
    ...homeFlags,
    ...scopeFlags,
    ...outputFlags,
    ...connectionFlags,
  };

  override async run(): Promise<number> {
    const { flags, argv } = await this.parse(Rollback);
    const { run, selects } = rollbackArguments(argv.map(String));
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
      ...(run === undefined ? {} : { run }),
    };
    const runs = await listRuns(session.cluster, homeNamespace, session.signal);
    if (run !== undefined) findRun(runs, run);
    const recorded = await session.step('Looking for changes', async (work) =>
      recordedWorkloads(session.cluster, request, work),
    );
    const workloads = recorded.filter(({ ref }) => selects(ref));
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
    const undone = run === undefined ? (isWhole(given.scope, argv) ? runs : []) : [findRun(runs, run)];
    const report =
      workloads.length === 0
        ? await rollingBack(session, workloads, request)
        : await withLease(session.cluster, leaseOf(homeNamespace, flags), session.signal, async (signal) => {
            const result = await rollingBack({ ...session, signal }, workloads, request);
            const failed = result.workloads.some(({ outcome }) => outcome === 'failed');
            const marked = {
              namespace: homeNamespace,
              runs: failed ? [] : undone,
              state: 'rolled-back',
            } as const;
            await markRuns(session.cluster, marked, signal);
            return result;
          });
    await output.print(report, ROLLBACK_VIEW);
    await output.say(asWarnings(report.warnings));
    const told = [workloads, report.secrets, report.warnings];
    if (told.every(({ length }) => length === 0)) await output.say(['Nothing to roll back.']);
    return rollbackExitCode(report);
  }
}

function leaseOf(namespace: string, { takeover }: { readonly takeover: boolean }): LeaseRequest {
  return { namespace, holder: holderName('rollback'), takeover, hasEnded };
}

async function rollingBack(
  { cluster, step, signal }: Session,
  workloads: readonly Workload[],
  request: RollbackRequest,
): Promise<RollbackReport> {
  return step('Rolling back', async (work) => rollBack(cluster, workloads, request, { ...work, signal }));
}

/** Nothing of the cluster was left out. */
function isWhole(
  { namespaces, excludeNamespaces, labelSelector }: Scope,
  names: readonly unknown[],
): boolean {
  return [...namespaces, ...excludeNamespaces, ...names].length === 0 && labelSelector === undefined;
}

function asWarnings(sentences: readonly string[]): string[] {
  return sentences.map((sentence) => `warning: ${sentence}`);
}
