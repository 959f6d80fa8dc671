import { Command, Flags } from '@oclif/core';
import { connectionFlags } from '../cli/flags/connection-flags.ts';
import { homeFlags } from '../cli/flags/home-flags.ts';
import { outputFlags } from '../cli/flags/output-flags.ts';
import { confirmFlags, leaseFlags } from '../cli/flags/run-flags.ts';
import { openSession } from '../cli/session.ts';
import { countOf } from '../domain/count-of.ts';
import { ExpectedError, UsageError } from '../domain/errors.ts';
import { followsOwner } from '../domain/inventory/inventory.ts';
import { describeRef } from '../domain/kubernetes/object-ref.ts';
import { namedSources } from '../domain/mapping/source-matcher.ts';
import type { Cluster } from '../domain/ports/cluster.ts';
import type { Run } from '../domain/run/run.ts';
import { isOpen } from '../domain/run/undo-runs.ts';
import { countedFindings, remaining } from '../domain/verify/findings.ts';
import { withLeases } from '../workflow/fence/with-leases.ts';
import { finishMove } from '../workflow/finish/finish-move.ts';
import { recallImagePaths } from '../workflow/inventory/image-path-memory.ts';
import { takeInventory } from '../workflow/inventory/take-inventory.ts';
import { isRecorded } from '../workflow/rollback/roll-back.ts';
import { rememberFinished } from '../workflow/run/finished-runs.ts';
import { listRuns } from '../workflow/run/list-runs.ts';
import { markRuns } from '../workflow/run/mark-runs.ts';
import { verifyCluster } from '../workflow/verify/verify-cluster.ts';
import { confirmChange } from './confirm-plan.ts';
import { leaseTerms, namespacesOf } from './lease-terms.ts';
import { openOutput } from './output.ts';
import { FINISH_VIEW } from './views/finish-view.ts';

const OLD_REFERENCES_REMAIN = 3;
const WHOLE_CLUSTER = { namespaces: [], excludeNamespaces: [] };

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
    const runs = await listRuns(cluster, homeNamespace, signal);
    const from = flags.from ?? sourcesOf(runs);
    const { customImages } = await recallImagePaths(cluster, homeNamespace, [], signal);
    const request = { scope: WHOLE_CLUSTER, customImages, from, isSource: namedSources(from) };
    const findings = await session.step('Looking for old references', async (work) =>
      verifyCluster(cluster, { ...request, includeFinished: false }, work),
    );
    const left = countedFindings(findings).length;
    if (left > 0) throw notClean(left, from);
    const inventory = await session.step('Looking for records', async (work) =>
      takeInventory(cluster, request, work),
    );
    const workloads = inventory.workloads.filter(isRecorded);
    const histories = inventory.workloads.filter((one) => one.recorded && followsOwner(one));
    const credentials = flags['keep-credentials']
      ? []
      : findings.findings.filter(({ kind }) => kind === 'pull-secret');
    await output.say([
      `${countOf(workloads.length, 'workload')} with records of changes.`,
      ...credentials.map(
        ({ object, references }) => `${describeRef(object)} loses the login of ${references.join(', ')}`,
      ),
    ]);
    if (flags['dry-run']) return 0;
    await confirmChange(output, 'Give up the way back?', flags.yes);
    const leases = {
      ...leaseTerms(session, { what: 'finish', takeover: flags.takeover }),
      home: homeNamespace,
      namespaces: namespacesOf([
        ...workloads.map(({ ref }) => ref),
        ...credentials.map(({ object }) => object),
      ]),
      ...{ leaveOut: false, customImages },
    };
    const report = await withLeases(session.unfenced, leases, signal, async (fenced) => {
      const input = { workloads, histories, credentials, homeNamespace, maxInFlight: 4 };
      const result = await session.step('Finishing', async (work) =>
        finishMove(fenced.cluster, input, { ...work, signal: fenced.signal }),
      );
      const ended = { namespace: homeNamespace, runs };
      return { ...result, warnings: await endRuns(fenced.cluster, ended, fenced.signal) };
    });
    await output.print(report, FINISH_VIEW);
    await output.say(report.warnings.map((sentence) => `warning: ${sentence}`));
    const isPartly = report.objects.some(({ outcome }) => outcome === 'kept') || report.warnings.length > 0;
    return isPartly ? 4 : 0;
  }
}

/** What was removed is told also when that cannot be written down. */
async function endRuns(
  cluster: Cluster,
  { namespace, runs }: { readonly namespace: string; readonly runs: readonly Run[] },
  signal: AbortSignal,
): Promise<string[]> {
  try {
    const ended = runs.filter(isOpen).map((run): Run => ({ ...run, state: 'finished', message: '' }));
    await markRuns(cluster, { namespace, runs: ended }, signal);
    await rememberFinished(cluster, { namespace, runs }, signal);
    return [];
  } catch (error) {
    if (!(error instanceof ExpectedError) || signal.aborted) throw error;
    return [`the journals of the runs do not say yet that they are finished: ${error.message}; finish again`];
  }
}

function sourcesOf(runs: readonly Run[]): string[] {
  const from = [...new Set(runs.flatMap(({ move }) => move.from ?? []))];
  if (from.length > 0 && !from.includes('*')) return from;
  throw new UsageError('missing --from: no run tells which registry was moved away from', {
    nextStep: 'Name it, e.g. --from old.example.',
  });
}

class NotClean extends ExpectedError {
  override readonly exitCode = OLD_REFERENCES_REMAIN;
}

function notClean(left: number, from: readonly string[]): NotClean {
  return new NotClean(`${remaining(left)}: nothing was removed`, {
    nextStep: `See them with \`kubectl registry-switch verify ${from.map((one) => `--from ${one}`).join(' ')}\`.`,
  });
}
