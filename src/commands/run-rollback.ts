/** A rollback from its flags to its exit code. */
import type { RollbackFlags } from '../cli/flags/rollback-flags.ts';
import { inventoryRequest, requiredMatches } from '../cli/inventory-request.ts';
import type { RollbackArguments } from '../cli/rollback-arguments.ts';
import { rolloutOptions } from '../cli/rollout-options.ts';
import { openSession } from '../cli/session.ts';
import { countOf } from '../domain/count-of.ts';
import { EXIT } from '../domain/exit.ts';
import { isEverything } from '../domain/inventory/scope.ts';
import { describeRef, qualifiedName } from '../domain/kubernetes/object-ref.ts';
import type { Extent } from '../domain/permissions/extent.ts';
import { writtenNamespaces } from '../domain/permissions/written-namespaces.ts';
import { isOpen } from '../domain/run/runs-after-rollback.ts';
import { isLeaseHeld } from '../workflow/fence/lease-holder.ts';
import { throwIfNoneIsLeft } from '../workflow/fence/refusals.ts';
import { requireFound } from '../workflow/found/require-found.ts';
import { rollbackExtent } from '../workflow/preflight/rollback-extent.ts';
import { requireNamed } from '../workflow/rollback/require-named.ts';
import { NOTHING_DONE, rollBack, type RollbackReport } from '../workflow/rollback/roll-back.ts';
import { rollBackAlone, rollbackRequest } from '../workflow/rollback/roll-back-alone.ts';
import {
  type RollbackScope,
  type RollbackScopeQuestion,
  rollbackScope,
} from '../workflow/rollback/rollback-scope.ts';
import { checkPermissions } from './check-permissions.ts';
import { outOfScope } from './out-of-scope.ts';
import { type Change, confirmChange } from './confirm-change.ts';
import { rollbackExitCode } from './exit-codes.ts';
import { underLeases } from './lease-terms.ts';
import { type Output, openOutput } from './output.ts';
import { ROLLBACK_VIEW } from './views/rollback-view.ts';

/** Order: read and check everything, then ask, then change. */
export async function runRollback(flags: RollbackFlags, { run, names }: RollbackArguments): Promise<number> {
  const given = inventoryRequest(flags);
  const pace = rolloutOptions(flags);
  const output = openOutput(flags);
  const session = await openSession(flags, output.progress);
  const { cluster, signal, step } = session;
  const stateNamespace = flags['copy-namespace'];
  const question = { ...given, stateNamespace, names, ...(run === undefined ? {} : { run }) };
  const undo = await rollbackScope(session, question, step);
  const { history, recorded, warnings } = undo;
  const matches = requiredMatches(flags);
  const missing = await step('Looking for the named run and workloads', async (work) =>
    requireFound(cluster, matches, undo.inventory, work),
  );
  await output.warn([
    ...history.warnings,
    ...missing,
    ...outOfScope(undo.outOfReach, 'Roll it back by name, or'),
  ]);
  await output.info(await requireNamed(cluster, question, undo, signal));
  if (flags['dry-run']) {
    await output.warn(warnings);
    await output.writeLines(recorded.map(({ ref }) => `${describeRef(ref)} (dry-run)`));
    return EXIT.done;
  }
  if (names.length > 0 && recorded.length === 0) {
    return printReport(output, { ...NOTHING_DONE, warnings }, nothingToDo(question, undo));
  }
  const request = rollbackRequest(question, history);
  const extent = await checkPermissions({ session, output }, ['inventory', 'rollback'], async (asking) =>
    rollbackExtent(cluster, recorded, request, asking),
  );
  const change = changeOf(question, undo, extent);
  if (change.affected.length > 0) await confirmChange(output, cluster, change, flags.yes);
  const namespaces = writtenNamespaces(extent);
  const call = {
    ...{ what: 'rollback', takeover: flags.takeover },
    ...{ namespaces, leaveOut: true, customImages: history.customImages },
  };
  // A run that has taken its leases but journaled nothing yet.
  const mayBegin = async () => flags.takeover && isLeaseHeld(cluster, stateNamespace, signal);
  const report =
    recorded.length > 0 || history.runs.some(isOpen) || (await mayBegin())
      ? await underLeases(session, { ...call, stateNamespace }, async (fenced) => {
          throwIfNoneIsLeft(namespaces, fenced.refused);
          return rollBackAlone(fenced, { question, pace }, step);
        })
      : await underLeases(session, call, async (fenced) =>
          step('Rolling back', async (work) => {
            const nothing = { ...request, ...pace, isAlone: false };
            const done = await rollBack(fenced.cluster, [], nothing, { ...work, signal: fenced.signal });
            return { ...done, warnings: [...warnings, ...done.warnings] };
          }),
        );
  return printReport(output, report, nothingToDo(question, undo));
}

/** Everything that a rollback may touch. */
function changeOf(
  { scope }: RollbackScopeQuestion,
  { recorded, history }: RollbackScope,
  { registrySecrets, pullSecrets }: Extent,
): Change {
  const open = history.wanted.filter(isOpen);
  const isGivenUp = recorded.length === 0 && open.length > 0 && isEverything(scope);
  const secrets = [
    ...registrySecrets.map((secret) => `Secret ${qualifiedName(secret)}: restored`),
    // Those that a run may still need stay, unless they are empty.
    ...pullSecrets
      .filter(({ isUnfilled }) => recorded.length + open.length > 0 || isUnfilled === true)
      .map((secret) => `Secret ${qualifiedName(secret)}: deleted if nothing needs it`),
  ];
  const given = isGivenUp ? open.map(({ id }) => `run ${id}: closed, nothing of it is left`) : [];
  const what = isGivenUp
    ? `Close ${countOf(open.length, 'run')}`
    : `Roll back ${recorded.length > 0 ? countOf(recorded.length, 'workload') : countOf(secrets.length, 'Secret')}`;
  return { what, affected: [...recorded.map(({ ref }) => describeRef(ref)), ...secrets, ...given] };
}

/** Prints the report, or why there was nothing to do. */
async function printReport(output: Output, report: RollbackReport, nothing: string): Promise<number> {
  await output.print(report, ROLLBACK_VIEW);
  await output.warn(report.warnings);
  const done = [report.workloads, report.secrets, report.warnings];
  if (done.every(({ length }) => length === 0)) await output.info([nothing]);
  return rollbackExitCode(report);
}

/** A run closed before its first change has only its journal. */
function nothingToDo({ names, scope }: RollbackScopeQuestion, { history, looked }: RollbackScope): string {
  if (names.length > 0) {
    const unchanged = looked.map(({ ref }) => describeRef(ref)).join(', ');
    return `Nothing to roll back${unchanged === '' ? '' : `: ${unchanged} has no change by this tool`}.`;
  }
  const ids = history.wanted.filter(isOpen).map(({ id }) => id);
  if (ids.length === 0 || !isEverything(scope))
    return 'Nothing to roll back in the namespaces that were searched.';
  return `Nothing to roll back: nothing is left of run ${ids.join(', ')}.`;
}
