import { setTimeout as pause } from 'node:timers/promises';
import * as Flags from '@oclif/core/flags';
import { ExitingCommand } from './exiting-command.ts';
import { connectionFlags } from '../cli/flags/connection-flags.ts';
import { stateNamespaceFlags } from '../cli/flags/state-namespace-flags.ts';
import { outputFlags } from '../cli/flags/output-flags.ts';
import { confirmFlags } from '../cli/flags/run-flags.ts';
import { hasEnded } from '../cli/process-marker.ts';
import { openSession, type Session } from '../cli/session.ts';
import { countOf } from '../domain/count-of.ts';
import { prunableRuns, pruneRuns } from '../workflow/run/prune-runs.ts';
import { type RunList, listConditions } from '../workflow/run/list-conditions.ts';
import { confirmChange } from './confirm-change.ts';
import { underLeases } from './lease-terms.ts';
import { openOutput, type Output } from './output.ts';
import { RUNS_VIEW } from './views/runs-view.ts';
import { EXIT } from '../domain/exit.ts';

const WATCH_MILLISECONDS = 2000;

/** Shows the runs that the cluster remembers. */
export class Status extends ExitingCommand {
  static override description = `Show the runs of this cluster and their progress, the newest first.

A run that is "stalled" was killed: "resume" continues it, "rollback" undoes it.`;
  static override examples = [
    { description: 'Follow the run in progress', command: 'status -w' },
    { description: 'Show all details of all runs', command: 'status -o yaml' },
    { description: 'Remove journals that are no longer needed', command: 'status --prune' },
  ];
  static override flags = {
    watch: Flags.boolean({
      char: 'w',
      helpGroup: 'RUN',
      description: 'Watch for changes until no run is in progress.',
    }),
    prune: Flags.boolean({
      helpGroup: 'RUN',
      exclusive: ['watch'],
      description: 'Remove the journals of runs that were rolled back or finished, then show the rest.',
    }),
    yes: confirmFlags.yes,
    ...stateNamespaceFlags,
    ...outputFlags,
    ...connectionFlags,
  };

  override async run(): Promise<number> {
    const { flags } = await this.parse(Status);
    const output = openOutput(flags);
    const session = await openSession(flags, output.progress);
    const read = async (): Promise<RunList> => readRuns(session, flags['copy-namespace']);
    if (flags.prune) await prune(session, output, flags);
    let list = await read();
    await output.print(list, RUNS_VIEW);
    if (list.runs.length === 0) await output.info([`No runs found in namespace ${flags['copy-namespace']}.`]);
    try {
      while (flags.watch && list.runs.some(({ condition }) => condition === 'running')) {
        await pause(WATCH_MILLISECONDS, undefined, { signal: session.signal });
        const next = await read();
        if (JSON.stringify(next) !== JSON.stringify(list)) await output.print(next, RUNS_VIEW);
        list = next;
      }
      return EXIT.done;
    } catch (error) {
      // Ctrl-C is the normal end of a watch.
      if (session.signal.aborted) return EXIT.interrupted;
      throw error;
    }
  }
}

async function prune(
  session: Session,
  output: Output,
  flags: { readonly 'copy-namespace': string; readonly yes: boolean },
): Promise<void> {
  const namespace = flags['copy-namespace'];
  const pruning = { namespace, keep: 0 };
  const { cluster, signal } = session;
  const ended = await prunableRuns(cluster, pruning, signal);
  if (ended.length === 0) return output.info(['No run was rolled back or finished: nothing to remove.']);
  const journals = countOf(ended.length, 'journal');
  const affected = ended.map(({ id, state }) => `run ${id}, ${state}`);
  await confirmChange(output, cluster, { what: `Remove ${journals}`, affected }, flags.yes);
  const leases = { what: 'status --prune', takeover: false, stateNamespace: namespace, leaveOut: false };
  const forgotten = await underLeases(session, leases, async (fenced) =>
    pruneRuns(fenced.cluster, pruning, fenced.signal),
  );
  return output.info([`${countOf(forgotten.length, 'journal')} removed.`]);
}

async function readRuns({ cluster, signal }: Session, namespace: string): Promise<RunList> {
  return listConditions(cluster, { namespace, hasEnded }, signal);
}
