/** A rollback from its flags to its exit code. */
import type { Interfaces } from '@oclif/core';
import type { rollbackFlags } from '../cli/flags/rollback-flags.ts';
import { inventoryRequest } from '../cli/inventory-request.ts';
import { parseDuration } from '../cli/parse-duration.ts';
import type { RollbackArguments } from '../cli/rollback-arguments.ts';
import { openSession, type Session } from '../cli/session.ts';
import { countOf } from '../domain/count-of.ts';
import { imageReader } from '../domain/inventory/image-reader.ts';
import type { Scope } from '../domain/inventory/scope.ts';
import type { Workload } from '../domain/inventory/workload.ts';
import { describeRef, type ObjectRef } from '../domain/kubernetes/object-ref.ts';
import { writtenNamespaces } from '../domain/permissions/written-namespaces.ts';
import type { Cluster } from '../domain/ports/cluster.ts';
import type { Run } from '../domain/run/run.ts';
import { isOpen } from '../domain/run/undo-runs.ts';
import { isLeaseHeld } from '../workflow/fence/lease-holder.ts';
import { type Fenced, withLeases } from '../workflow/fence/with-leases.ts';
import { takeInventory } from '../workflow/inventory/take-inventory.ts';
import { rollbackExtent } from '../workflow/preflight/rollback-extent.ts';
import { failureOf } from '../workflow/rollback/failure-of.ts';
import { type History, readHistory } from '../workflow/rollback/read-history.ts';
import {
  isRecorded,
  rollBack,
  type RollbackReport,
  type RollbackRequest,
} from '../workflow/rollback/roll-back.ts';
import { type RunsToSettle, settleRuns } from '../workflow/rollback/settle-runs.ts';
import { endOutlivedRuns } from '../workflow/run/mark-runs.ts';
import { checkPermissions } from './check-permissions.ts';
import { confirmChange } from './confirm-plan.ts';
import { rollbackExitCode } from './exit-codes.ts';
import { leaseTerms } from './lease-terms.ts';
import { openOutput } from './output.ts';
import { ROLLBACK_VIEW } from './views/rollback-view.ts';

export type RollbackFlags = Interfaces.InferredFlags<typeof rollbackFlags>;

/** Everything is read and checked before the question, and that before the first change. */
export async function runRollback(
  flags: RollbackFlags,
  { run, names, selects }: RollbackArguments,
): Promise<number> {
  const given = inventoryRequest(flags);
  const timeoutSeconds = parseDuration(flags.timeout, '--timeout');
  const output = openOutput(flags);
  const session = await openSession(flags, output.progress);
  const { cluster, signal } = session;
  const home = { homeNamespace: flags['copy-namespace'], ...(run === undefined ? {} : { run }) };
  const question = { ...given, ...home };
  const history = await readHistory(cluster, question, signal);
  await output.say(asWarnings(history.warnings));
  const { customImages } = history;
  const request = {
    ...home,
    scope: given.scope,
    customImages,
    readImages: imageReader(customImages),
    maxInFlight: flags['max-in-flight'],
    timeoutSeconds,
    isFinished: history.isFinished,
  };
  const looked = await look(session, request, selects);
  const recorded = toUndo(looked, request, history);
  if (flags['dry-run']) {
    await output.writeLines(recorded.map(({ ref }) => `${describeRef(ref)} (dry-run)`));
    return 0;
  }
  const extent = await checkPermissions({ session, output }, ['inventory', 'rollback'], async (asking) =>
    rollbackExtent(cluster, recorded, request, asking),
  );
  if (recorded.length > 0) {
    await confirmChange(output, `Roll back ${countOf(recorded.length, 'workload')}?`, flags.yes);
  }
  const alone = async (fenced: Fenced): Promise<RollbackReport> => {
    const own = { ...session, cluster: fenced.cluster, signal: fenced.signal };
    const namespace = home.homeNamespace;
    if (fenced.hasTakenOver) await endOutlivedRuns(own.cluster, { namespace }, own.signal);
    // Whoever was stopped may have gone on until now.
    const seen = fenced.hasTakenOver ? await readHistory(own.cluster, question, own.signal) : history;
    const now = fenced.hasTakenOver ? await look(own, request, selects) : looked;
    const report = await rollingBack(own, toUndo(now, request, seen), { ...request, isAlone: true });
    const settled = {
      ...{ namespace, runs: seen.wanted, isWhole: isWhole(given.scope, names) },
      ...{ looked: now.map(({ ref }) => ref), results: report.workloads },
    };
    const warnings = await settling(own.cluster, settled, own.signal);
    return { ...report, warnings: [...report.warnings, ...warnings] };
  };
  const call = {
    ...leaseTerms(session, { what: 'rollback', takeover: flags.takeover }),
    ...{ namespaces: writtenNamespaces(extent), leaveOut: false, customImages },
  };
  // A run that has taken its leases only, and written nothing down yet.
  const mayBegin = async () => flags.takeover && isLeaseHeld(cluster, home.homeNamespace, signal);
  const report =
    recorded.length > 0 || history.runs.some(isOpen) || (await mayBegin())
      ? await withLeases(session.unfenced, { ...call, home: home.homeNamespace }, signal, alone)
      : await withLeases(session.unfenced, call, signal, async (fenced) =>
          rollingBack({ ...session, ...fenced }, [], { ...request, isAlone: false }),
        );
  await output.print(report, ROLLBACK_VIEW);
  await output.say(asWarnings(report.warnings));
  const told = [report.workloads, report.secrets, report.warnings];
  if (told.every(({ length }) => length === 0)) {
    await output.say([nothingDone(history.wanted.filter(isOpen))]);
  }
  return rollbackExitCode(report);
}

/** What was put back is told also when that cannot be written down. */
async function settling(cluster: Cluster, settled: RunsToSettle, signal: AbortSignal): Promise<string[]> {
  try {
    return await settleRuns(cluster, settled, signal);
  } catch (error) {
    return [`the journals of the runs do not say yet what was done: ${failureOf(error, signal)}`];
  }
}

type Request = Omit<RollbackRequest, 'isAlone'>;

async function look(
  { cluster, step }: Session,
  request: Request,
  selects: (workload: ObjectRef) => boolean,
): Promise<Workload[]> {
  const { workloads } = await step('Looking for changes', async (work) =>
    takeInventory(cluster, request, work),
  );
  return workloads.filter(({ ref }) => selects(ref));
}

/** Of one run those that its journal names; records of finished runs are none any more. */
function toUndo(
  workloads: readonly Workload[],
  { run }: Request,
  { wanted, isFinished }: History,
): Workload[] {
  const named = new Set(wanted.flatMap((one) => one.workloads.map(({ name }) => name)));
  const isVoid = ({ recordedRuns = [] }: Workload) =>
    recordedRuns.length > 0 && recordedRuns.every(isFinished);
  return workloads.filter(
    (one) => isRecorded(one) && !isVoid(one) && (run === undefined || named.has(describeRef(one.ref))),
  );
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
