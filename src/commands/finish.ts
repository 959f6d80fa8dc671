import { Command, Flags } from '@oclif/core';
import { connectionFlags } from '../cli/flags/connection-flags.ts';
import { homeFlags } from '../cli/flags/home-flags.ts';
import { outputFlags } from '../cli/flags/output-flags.ts';
import { confirmFlags, leaseFlags } from '../cli/flags/run-flags.ts';
import { openSession } from '../cli/session.ts';
import { countOf } from '../domain/count-of.ts';
import { UsageError } from '../domain/errors.ts';
import { describeRef } from '../domain/kubernetes/object-ref.ts';
import type { Run } from '../domain/run/run.ts';
import { throwIfNoneIsLeft } from '../workflow/fence/refusals.ts';
import { withLeases } from '../workflow/fence/with-leases.ts';
import { finishConfirmed } from '../workflow/finish/finish-confirmed.ts';
import { lookForFinishable } from '../workflow/finish/finishable.ts';
import { listRuns } from '../workflow/run/list-runs.ts';
import { confirmChange } from './confirm-change.ts';
import { leaseTerms, namespacesOf } from './lease-terms.ts';
import { openOutput } from './output.ts';
import { FINISH_VIEW } from './views/finish-view.ts';

/** Gives up the way back. */
export class Finish extends Command {
  static override description = `Remove what was kept for the way back: old credentials, records on workloads, backups of Secrets.

Only when nothing refers to the source any more; "rollback" is not possible afterwards. No pod is restarted.
Templates and service accounts may go on naming pull Secrets that are gone: the kubelet passes over them.`;
  static override examples = [
    { description: 'End the move', command: 'finish' },
    { description: 'Leave all pull Secrets as they are', command: 'finish --keep-credentials' },
  ];
  static override flags = {
    from: Flags.string({
      helpGroup: 'MOVE',
      helpValue: 'REGISTRY',
      multiple: true,
      multipleNonGreedy: true,
      description:
        'Registry that was moved away from; default: those of the runs that the cluster remembers.',
    }),
    'keep-credentials': Flags.boolean({
      helpGroup: 'RUN',
      description: 'Leave the logins of the source in pull Secrets.',
    }),
    ...confirmFlags,
    ...leaseFlags,
    ...homeFlags,
    ...outputFlags,
    ...connectionFlags,
  };

  override async run(): Promise<number> {
    const { flags } = await this.parse(Finish);
    const output = openOutput(flags);
    const session = await openSession(flags, output.progress);
    const { cluster, signal } = session;
    const homeNamespace = flags['copy-namespace'];
    const question = {
      homeNamespace,
      from: flags.from ?? sourcesOf(await listRuns(cluster, homeNamespace, signal)),
      keepCredentials: flags['keep-credentials'],
    };
    const confirmed = await session.step('Looking for old references and records', async (work) =>
      lookForFinishable(cluster, question, work),
    );
    const { workloads, histories, credentials, customImages } = confirmed;
    await output.say([
      `${countOf(workloads.length, 'workload')} with records of changes.`,
      ...credentials.map(
        ({ object, references }) => `${describeRef(object)} loses the login of ${references.join(', ')}`,
      ),
    ]);
    if (flags['dry-run']) return 0;
    await confirmChange(output, cluster, { what: 'Give up the way back', affected: [] }, flags.yes);
    const namespaces = namespacesOf([
      ...[...workloads, ...histories].map(({ ref }) => ref),
      ...credentials.map(({ object }) => object),
    ]);
    const leases = {
      ...leaseTerms(session, { what: 'finish', takeover: flags.takeover }),
      home: homeNamespace,
      ...{ namespaces, leaveOut: true, customImages },
    };
    const report = await withLeases(session.unfenced, leases, signal, async (fenced) => {
      throwIfNoneIsLeft(namespaces, fenced.refused);
      return finishConfirmed(fenced, { question, confirmed, maxInFlight: 4 }, session.step);
    });
    await output.print(report, FINISH_VIEW);
    await output.say(report.warnings.map((sentence) => `warning: ${sentence}`));
    const isPartly = report.objects.some(({ outcome }) => outcome === 'kept') || report.warnings.length > 0;
    return isPartly ? 4 : 0;
  }
}

function sourcesOf(runs: readonly Run[]): string[] {
  const from = [...new Set(runs.flatMap(({ move }) => move.from ?? []))];
  if (from.length > 0 && !from.includes('*')) return from;
  throw new UsageError('missing --from: no run tells which registry was moved away from', {
    nextStep: 'Name it, e.g. --from old.example.',
  });
}
