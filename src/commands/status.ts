import { setTimeout as pause } from 'node:timers/promises';
import { Command, Flags } from '@oclif/core';
import { connectionFlags } from '../cli/flags/connection-flags.ts';
import { homeFlags } from '../cli/flags/home-flags.ts';
import { outputFlags } from '../cli/flags/output-flags.ts';
import { hasEnded } from '../cli/process-marker.ts';
import { openSession, type Session } from '../cli/session.ts';
import { type RunList, runList } from '../workflow/run/run-list.ts';
import { openOutput } from './output.ts';
import { RUNS_VIEW } from './views/runs-view.ts';

const WATCH_MILLISECONDS = 2000;
const INTERRUPTED = 130;

/** Shows the runs that the cluster remembers. */
export class Status extends Command {
  static override description = `Show the runs of this cluster and how far they are, the newest first.

A run that is "stalled" was killed: "resume" goes on with it, "rollback" undoes it.`;
  static override examples = [
    { description: 'Follow the run that is under way', command: 'status -w' },
    { description: 'Everything about all runs', command: 'status -o yaml' },
  ];
  static override flags = {
    watch: Flags.boolean({
      char: 'w',
      helpGroup: 'RUN',
      description: 'Show it again whenever it changes, until no run is under way.',
    }),
    ...homeFlags,
    ...outputFlags,
    ...connectionFlags,
  };

  override async run(): Promise<number> {
    const { flags } = await this.parse(Status);
    const output = openOutput(flags);
    const session = await openSession(flags, output.progress);
    const read = async (): Promise<RunList> => readRuns(session, flags['copy-namespace']);
    let list = await read();
    await output.print(list, RUNS_VIEW);
    if (list.runs.length === 0) await output.say(['No run is remembered.']);
    try {
      while (flags.watch && list.runs.some(({ condition }) => condition === 'running')) {
        await pause(WATCH_MILLISECONDS, undefined, { signal: session.signal });
        const next = await read();
        if (JSON.stringify(next) !== JSON.stringify(list)) await output.print(next, RUNS_VIEW);
        list = next;
      }
      return 0;
    } catch (error) {
      // Ctrl-C is how a watch ends: nothing to be told.
      if (session.signal.aborted) return INTERRUPTED;
      throw error;
    }
  }
}

async function readRuns({ cluster, signal }: Session, namespace: string): Promise<RunList> {
  return runList(cluster, { namespace, hasEnded }, signal);
}
