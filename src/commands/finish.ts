import * as Flags from '@oclif/core/flags';
import { ExitingCommand } from './exiting-command.ts';
import { connectionFlags } from '../cli/flags/connection-flags.ts';
import { stateNamespaceFlags } from '../cli/flags/state-namespace-flags.ts';
import { platformFlags } from '../cli/flags/platform-flags.ts';
import { requirePlatformArguments } from '../cli/platform-arguments.ts';
import { finishPlatform } from './switch-platform.ts';
import { outputFlags } from '../cli/flags/output-flags.ts';
import { confirmFlags, leaseFlags } from '../cli/flags/run-flags.ts';
import { scopeFlags } from '../cli/flags/scope-flags.ts';
import { verifyCommand } from '../cli/next-steps.ts';
import { requiredMatches } from '../cli/inventory-request.ts';
import { openSession } from '../cli/session.ts';
import { countOf } from '../domain/count-of.ts';
import { EXIT } from '../domain/exit.ts';
import { type CustomImages, imagePathFlags } from '../domain/inventory/custom-images.ts';
import { throwIfNoneIsLeft } from '../workflow/fence/refusals.ts';
import { finishConfirmed } from '../workflow/finish/finish-confirmed.ts';
import type { FinishedObject } from '../workflow/finish/finished-object.ts';
import { findFinishable } from '../workflow/finish/finishable.ts';
import { finishReport } from '../workflow/finish/finish-move.ts';
import { isNothingLeft } from '../workflow/finish/nothing-left.ts';
import { requireFound } from '../workflow/found/require-found.ts';
import { listRuns } from '../workflow/journals/list-runs.ts';
import { outOfScope } from './out-of-scope.ts';
import { confirmChange } from './confirm-change.ts';
import { leasesFor, underLeases } from './lease-terms.ts';
import { openOutput } from './output.ts';
import { losingRollback, finishPreviewLines } from './finish-preview-lines.ts';
import { sourceOfFinish } from './source-of-finish.ts';
import { FINISH_VIEW } from './views/finish-view.ts';
import { repeated } from '../cli/flags/in-group.ts';

/** A finish covers whole namespaces, and the custom resource paths that runs have remembered. */
const NOTHING_NARROWER = { selector: undefined, 'image-path': undefined };

/** Removes what rollback needs. */
export class Finish extends ExitingCommand {
  static override description = `Remove what was kept for rollback: old logins, change records on workloads, backups of Secrets.

Only when nothing refers to the source any more. Afterwards "rollback" is possible only for what was left
out. No pod is restarted. Logins for the source are removed from pull Secrets, except those that cover more than
--from names or that pods still pull with; a Secret that holds nothing else is deleted only if this tool
created it. Templates and service accounts may still name it: the kubelet ignores a missing pull Secret. What
will be deleted, rewritten and left is shown first. Without --from the source is taken from the journals of the
runs; others may be able to edit these, so --from is required with --yes.`;
  static override examples = [
    { description: 'Complete the move', command: 'finish' },
    { description: 'In a script', command: 'finish --from old.example --yes' },
    {
      description: 'Finish the namespaces of one team',
      command: "finish --from old.example --namespace 'team-a-*'",
    },
    { description: 'Leave all pull Secrets unchanged', command: 'finish --keep-credentials' },
  ];
  static override flags = {
    from: repeated({
      helpGroup: 'MOVE',
      helpValue: 'REGISTRY',
      description:
        'Registry that was moved away from; default: taken from the journals of the runs. Required with --yes.',
    }),
    'keep-credentials': Flags.boolean({
      helpGroup: 'RUN',
      description: 'Leave the logins for the source in pull Secrets.',
    }),
    ...platformFlags,
    ...confirmFlags,
    ...leaseFlags,
    ...stateNamespaceFlags,
    namespace: scopeFlags.namespace,
    'all-namespaces': scopeFlags['all-namespaces'],
    'exclude-namespace': scopeFlags['exclude-namespace'],
    'ignore-not-found': scopeFlags['ignore-not-found'],
    ...outputFlags,
    ...connectionFlags,
  };

  override async run(): Promise<number> {
    const { flags, raw } = await this.parse(Finish);
    if (flags.platform) {
      requirePlatformArguments('finish', { raw });
      return finishPlatform(flags);
    }
    const output = openOutput(flags);
    const session = await openSession(flags, output.progress);
    const { cluster, signal } = session;
    const stateNamespace = flags['copy-namespace'];
    const runs = await listRuns(cluster, stateNamespace, signal);
    const isSeen = flags['dry-run'] || (output.canAsk && !flags.yes);
    const { from, said } = sourceOfFinish({ flags, runs, isSeen });
    await output.info(said);
    const matches = requiredMatches({ ...flags, ...NOTHING_NARROWER }, { from, rules: [] });
    const { scope } = matches;
    const question = {
      ...{ stateNamespace, scope, from, keepCredentials: flags['keep-credentials'] },
      verifyCommand: (known: readonly CustomImages[]) =>
        verifyCommand(from, { ...flags, 'image-path': imagePathFlags(known) }),
    };
    const confirmed = await session.step('Looking for old references and records', async (work) => {
      const finishable = await findFinishable(cluster, question, work);
      const missing = await requireFound(cluster, matches, finishable.inventory, work);
      const nothingLeft = await isNothingLeft(cluster, question, finishable, work.signal);
      return { ...finishable, missing, nothingLeft };
    });
    const { customImages, outlook, workloads, histories, logins, missing } = confirmed;
    await output.warn([...confirmed.warnings, ...missing, ...outOfScope(confirmed.outOfReach, 'Finish')]);
    if (confirmed.nothingLeft) {
      await output.print(finishReport(outlook), FINISH_VIEW);
      await output.info([`Nothing to do: no move from ${from.join(', ')} is left to finish.`]);
      return isAnyKept(outlook) ? EXIT.partly : EXIT.done;
    }
    await output.info(finishPreviewLines(outlook));
    if (flags['dry-run']) return EXIT.done;
    const what = `Give up rollback of ${countOf(losingRollback(outlook).length, 'workload')} to ${from.join(', ')}`;
    await confirmChange(output, cluster, { what, affected: [] }, flags.yes);
    const namespaces = leasesFor([
      ...[...workloads, ...histories].map(({ ref }) => ref),
      ...logins.map(({ object }) => object),
    ]);
    const { takeover } = flags;
    const leases = { what: 'finish', takeover, stateNamespace, namespaces, leaveOut: true, customImages };
    const report = await underLeases(session, leases, async (fenced) => {
      throwIfNoneIsLeft(namespaces, fenced.refused);
      return finishConfirmed(fenced, { question, confirmed, maxInFlight: 4 }, session.step);
    });
    await output.print(report, FINISH_VIEW);
    await output.warn(report.warnings);
    return isAnyKept(report.objects) || report.warnings.length > 0 ? EXIT.partly : EXIT.done;
  }
}

function isAnyKept(objects: readonly FinishedObject[]): boolean {
  return objects.some(({ outcome }) => outcome === 'kept');
}
