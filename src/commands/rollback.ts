import * as Args from '@oclif/core/args';
import { ExitingCommand } from './exiting-command.ts';
import { rollbackFlags } from '../cli/flags/rollback-flags.ts';
import { rollbackArguments } from '../cli/rollback-arguments.ts';
import { runRollback } from './run-rollback.ts';

/** Undoes what the tool changed. */
export class Rollback extends ExitingCommand {
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
      ignoreStdin: true,
      description: '[RUN] [KIND/NAME...]: the run and the workloads to undo.',
    }),
  };
  static override strict = false;
  static override flags = rollbackFlags;

  override async run(): Promise<number> {
    const { flags, argv } = await this.parse(Rollback);
    return runRollback(flags, rollbackArguments(argv.map(String)));
  }
}
