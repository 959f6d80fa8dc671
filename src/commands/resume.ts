import { Args, Command } from '@oclif/core';
import { connectionFlags } from '../cli/flags/connection-flags.ts';
import { homeFlags } from '../cli/flags/home-flags.ts';
import { migrationFlags, switchFlags } from '../cli/flags/migration-flags.ts';
import { outputFlags } from '../cli/flags/output-flags.ts';
import { registryFlags } from '../cli/flags/registry-flags.ts';
import { confirmFlags, leaseFlags, rolloutFlags, waveFlags } from '../cli/flags/run-flags.ts';
import { recordedArguments } from '../cli/run-record.ts';
import { openSession } from '../cli/session.ts';
import { ExpectedError, UsageError } from '../domain/errors.ts';
import type { Run } from '../domain/run/run.ts';
import { findRun, latestResumable, listRuns } from '../workflow/run/list-runs.ts';
import { openOutput } from './output.ts';
import { runMigration } from './run-migration.ts';
import { runSwitch } from './run-switch.ts';

const { username, 'password-stdin': passwordStdin, 'to-secret': toSecret } = registryFlags;

/** Goes on with a run that was interrupted, killed or halted. */
export class Resume extends Command {
  static override description = `Go on with a run that was interrupted, killed or halted, as it was begun.

What is done stays done; the rest is planned again from what runs now. Without a name it is the newest run
that has something left to do. What is given here takes the place of what it was begun with. Passwords are
remembered nowhere: give the target's again.`;
  static override examples = [
    { description: 'Go on with the newest run', command: 'resume' },
    {
      description: 'Past a workload that fails, which is put back alone',
      command: 'resume 20261121-091733-k3x9 --on-failure continue',
    },
    {
      description: 'In a script',
      command: 'resume 20261121-091733-k3x9 --yes --username me --password-stdin < password',
    },
  ];
  static override args = {
    run: Args.string({ description: 'Name of the run, as "status" shows it.', ignoreStdin: true }),
  };
  static override flags = {
    ...confirmFlags,
    ...leaseFlags,
    ...rolloutFlags,
    ...waveFlags,
    ...homeFlags,
    username,
    'password-stdin': passwordStdin,
    'to-secret': toSecret,
    ...outputFlags,
    ...connectionFlags,
  };

  override async run(): Promise<number> {
    const { args, flags, metadata } = await this.parse(Resume);
    const run = await this.#find(args.run, flags);
    const given = new Set(Object.keys(flags).filter((name) => metadata.flags[name]?.setFromDefault !== true));
    const argv = [
      ...recordedArguments(run.flags, given),
      ...this.argv.filter((argument) => argument !== args.run),
    ];
    const call = { command: run.command, resumed: run };
    if (run.command === 'switch') {
      return runSwitch((await this.parse({ flags: switchFlags }, argv)).flags, call);
    }
    return runMigration((await this.parse({ flags: migrationFlags }, argv)).flags, call);
  }

  async #find(
    name: string | undefined,
    flags: Parameters<typeof openOutput>[0] & Parameters<typeof openSession>[0] & HomeValues,
  ): Promise<Run> {
    const { progress } = openOutput(flags);
    const { cluster, signal } = await openSession(flags, progress);
    const runs = await listRuns(cluster, flags['copy-namespace'], signal);
    if (name === undefined) {
      const latest = latestResumable(runs);
      if (latest !== undefined) return latest;
      throw new ExpectedError('there is no run to go on with', {
        nextStep: 'See all with `kubectl registry-switch status`.',
      });
    }
    const run = findRun(runs, name);
    if (run.state !== 'finished' && run.state !== 'rolled-back') return run;
    throw new UsageError(`run ${name} is ${run.state}: there is nothing to go on with`, {
      nextStep: 'Begin a new one with `kubectl registry-switch migrate`.',
    });
  }
}

interface HomeValues {
  readonly 'copy-namespace': string;
}
