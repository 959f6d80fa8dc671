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
import { countOf } from '../domain/count-of.ts';
import { imageReader } from '../domain/inventory/image-reader.ts';
import type { Scope } from '../domain/inventory/scope.ts';
import type { Workload } from '../domain/inventory/workload.ts';
import { describeRef } from '../domain/kubernetes/object-ref.ts';
import type { Run } from '../domain/run/run.ts';
import { isOpen } from '../domain/run/undo-runs.ts';
import { recallImagePaths } from '../workflow/inventory/image-path-memory.ts';
import { takeInventory } from '../workflow/inventory/take-inventory.ts';
import {
  isRecorded,
  rollBack,
  type RollbackReport,
  type RollbackRequest,
} from '../workflow/rollback/roll-back.ts';
import { withPathsOfRuns } from '../workflow/rollback/paths-of-runs.ts';
import { settleRuns } from '../workflow/rollback/settle-runs.ts';
import type { LeaseRequest } from '../workflow/run/lease.ts';
import { findRun, listRuns } from '../workflow/run/list-runs.ts';
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
    const { run, names, selects } = rollbackArguments(argv.map(String));
    const given = inventoryRequest(flags);
    const timeoutSeconds = parseDuration(flags.timeout, '--timeout');
    const output = openOutput(flags);
    const session = await openSession(flags, output.progress);
    const homeNamespace = flags['copy-namespace'];
    const recalled = await recallImagePaths(
      session.cluster,
      homeNamespace,
      given.customImages,
      session.signal,
    );
    await output.say(asWarnings(recalled.warnings));
    const runs = await listRuns(session.cluster, homeNamespace, session.signal);
    const wanted = run === undefined ? runs : [findRun(runs, run)];
    const customImages = await withPathsOfRuns(
      session.cluster,
      recalled.customImages,
      wanted,
      session.signal,
    );
    const request = {
      scope: given.scope,
      customImages,
      readImages: imageReader(customImages),
      maxInFlight: flags['max-in-flight'],
      timeoutSeconds,
      homeNamespace,
      ...(run === undefined ? {} : { run }),
    };
    const look = async ({ step }: Session): Promise<Workload[]> => {
      const { workloads } = await step('Looking for changes', async (work) =>
        takeInventory(session.cluster, request, work),
      );
      return workloads.filter(({ ref }) => selects(ref));
    };
    const looked = await look(session);
    const ofRun = run === undefined ? undefined : new Set(wanted.flatMap(namesIn));
    const toUndo = (workloads: readonly Workload[]): Workload[] =>
      workloads.filter((one) => isRecorded(one) && (ofRun?.has(describeRef(one.ref)) ?? true));
    const recorded = toUndo(looked);
    if (flags['dry-run']) {
      await output.write(recorded.map(({ ref }) => `${describeRef(ref)} (dry-run)\n`).join(''));
      return 0;
    }
    await checkPermissions({ session, output }, ['inventory', 'rollback'], async (signal) =>
      rollbackExtent(session.cluster, recorded, request, signal),
    );
    if (recorded.length > 0) {
      await confirmChange(output, `Roll back ${countOf(recorded.length, 'workload')}?`, flags.yes);
    }
    const alone = async (signal: AbortSignal): Promise<RollbackReport> => {
      const own = { ...session, signal };
      // Whoever was stopped may have gone on until now.
      const now = flags.takeover ? await look(own) : looked;
      const report = await rollingBack(own, toUndo(now), { ...request, isAlone: true });
      const settled = {
        ...{ namespace: homeNamespace, runs: wanted, isWhole: isWhole(given.scope, names) },
        ...{ looked: now.map(({ ref }) => ref), results: report.workloads },
      };
      const warnings = await settleRuns(session.cluster, settled, signal);
      return { ...report, warnings: [...report.warnings, ...warnings] };
    };
    const open = wanted.filter(isOpen);
    const report =
      recorded.length > 0 || runs.some(isOpen)
        ? await withLease(session.cluster, leaseOf(homeNamespace, flags), session.signal, alone)
        : await rollingBack(session, [], { ...request, isAlone: false });
    await output.print(report, ROLLBACK_VIEW);
    await output.say(asWarnings(report.warnings));
    const told = [report.workloads, report.secrets, report.warnings];
    if (told.every(({ length }) => length === 0)) await output.say([nothingDone(open)]);
    return rollbackExitCode(report);
  }
}

function namesIn({ workloads }: Run): string[] {
  return workloads.map(({ name }) => name);
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

/** A run that is given up before its first change leaves its journal only. */
function nothingDone(open: readonly Run[]): string {
  const ids = open.map(({ id }) => id).join(', ');
  return ids === '' ? 'Nothing to roll back.' : `Nothing to roll back: nothing is left of run ${ids}.`;
}

function asWarnings(sentences: readonly string[]): string[] {
  return sentences.map((sentence) => `warning: ${sentence}`);
}
