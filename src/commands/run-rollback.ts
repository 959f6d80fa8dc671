/** A rollback from its flags to its exit code. */
import type { Interfaces } from '@oclif/core';
import type { rollbackFlags } from '../cli/flags/rollback-flags.ts';
import { inventoryRequest } from '../cli/inventory-request.ts';
import { parseDuration } from '../cli/parse-duration.ts';
import type { RollbackArguments } from '../cli/rollback-arguments.ts';
import { openSession } from '../cli/session.ts';
import { countOf } from '../domain/count-of.ts';
import { describeRef } from '../domain/kubernetes/object-ref.ts';
import { writtenNamespaces } from '../domain/permissions/written-namespaces.ts';
import type { Run } from '../domain/run/run.ts';
import { isOpen } from '../domain/run/undo-runs.ts';
import { isLeaseHeld } from '../workflow/fence/lease-holder.ts';
import { throwIfNoneIsLeft } from '../workflow/fence/refusals.ts';
import { withLeases } from '../workflow/fence/with-leases.ts';
import { rollbackExtent } from '../workflow/preflight/rollback-extent.ts';
import { rollBack } from '../workflow/rollback/roll-back.ts';
import { rollBackAlone, rollbackRequest } from '../workflow/rollback/roll-back-alone.ts';
import { whatToUndo } from '../workflow/rollback/what-to-undo.ts';
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
  const { cluster, signal, step } = session;
  const homeNamespace = flags['copy-namespace'];
  const question = { ...given, homeNamespace, selects, ...(run === undefined ? {} : { run }) };
  const { history, recorded, warnings } = await whatToUndo(session, question, step);
  await output.say(asWarnings(history.warnings));
  if (flags['dry-run']) {
    await output.say(asWarnings(warnings));
    await output.writeLines(recorded.map(({ ref }) => `${describeRef(ref)} (dry-run)`));
    return 0;
  }
  const request = rollbackRequest(question, history);
  const extent = await checkPermissions({ session, output }, ['inventory', 'rollback'], async (asking) =>
    rollbackExtent(cluster, recorded, request, asking),
  );
  if (recorded.length > 0) {
    await confirmChange(output, `Roll back ${countOf(recorded.length, 'workload')}?`, flags.yes);
  }
  const namespaces = writtenNamespaces(extent);
  const call = {
    ...leaseTerms(session, { what: 'rollback', takeover: flags.takeover }),
    ...{ namespaces, leaveOut: true, customImages: history.customImages },
  };
  const pace = { maxInFlight: flags['max-in-flight'], timeoutSeconds };
  // A run that has taken its leases only, and written nothing down yet.
  const mayBegin = async () => flags.takeover && isLeaseHeld(cluster, homeNamespace, signal);
  const report =
    recorded.length > 0 || history.runs.some(isOpen) || (await mayBegin())
      ? await withLeases(session.unfenced, { ...call, home: homeNamespace }, signal, async (fenced) => {
          throwIfNoneIsLeft(namespaces, fenced.refused);
          return rollBackAlone(fenced, { question, isByName: names.length > 0, pace }, step);
        })
      : await withLeases(session.unfenced, call, signal, async (fenced) =>
          step('Rolling back', async (work) => {
            const nothing = { ...request, ...pace, isAlone: false };
            const done = await rollBack(fenced.cluster, [], nothing, { ...work, signal: fenced.signal });
            return { ...done, warnings: [...warnings, ...done.warnings] };
          }),
        );
  await output.print(report, ROLLBACK_VIEW);
  await output.say(asWarnings(report.warnings));
  const told = [report.workloads, report.secrets, report.warnings];
  if (told.every(({ length }) => length === 0)) {
    await output.say([nothingDone(history.wanted.filter(isOpen))]);
  }
  return rollbackExitCode(report);
}

/** A run that is given up before its first change leaves its journal only. */
function nothingDone(open: readonly Run[]): string {
  const ids = open.map(({ id }) => id).join(', ');
  return ids === '' ? 'Nothing to roll back.' : `Nothing to roll back: nothing is left of run ${ids}.`;
}

function asWarnings(sentences: readonly string[]): string[] {
  return sentences.map((sentence) => `warning: ${sentence}`);
}
