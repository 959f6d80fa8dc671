import * as Args from '@oclif/core/args';
import { ExitingCommand } from './exiting-command.ts';
import { rollbackFlags } from '../cli/flags/rollback-flags.ts';
import { rollbackArguments } from '../cli/rollback-arguments.ts';
import { requireForPlatform, requirePlatformArguments } from '../cli/platform-arguments.ts';
import { platformFlags, platformRollbackFlags } from '../cli/flags/platform-flags.ts';
import { runRollback } from './run-rollback.ts';
import { rollBackPlatform } from './switch-platform.ts';

/** Undoes what the tool changed. */
export class Rollback extends ExitingCommand {
  static override description = `Roll back the images and pull Secrets of every workload to what they were before this tool changed them.

Without arguments everything is rolled back; with a run, only what that run changed; with workloads, only these.
What was changed by others since is left unchanged and reported.`;
  static override examples = [
    { description: 'Roll back everything', command: 'rollback --yes' },
    { description: 'Roll back one run', command: 'rollback 20261121-091733-k3x9' },
    { description: 'Roll back one workload', command: 'rollback deployment/web -n shop' },
  ];
  static override args = {
    what: Args.string({
      name: 'what',
      ignoreStdin: true,
      description: '[RUN] [KIND/NAME...]: the run and the workloads to roll back.',
    }),
  };
  static override strict = false;
  static override flags = { ...rollbackFlags, ...platformFlags, ...platformRollbackFlags };

  override async run(): Promise<number> {
    const { flags, argv, raw } = await this.parse(Rollback);
    if (flags.platform) {
      requirePlatformArguments('rollback', { raw });
      return rollBackPlatform(flags);
    }
    requireForPlatform(flags);
    return runRollback(flags, rollbackArguments(argv.map(String)));
  }
}
