import { ExitingCommand } from './exiting-command.ts';
import { switchFlags } from '../cli/flags/migration-flags.ts';
import { requirePlatformArguments } from '../cli/platform-arguments.ts';
import { platformFlags } from '../cli/flags/platform-flags.ts';
import { runSwitch } from './run-switch.ts';
import { switchPlatform } from './switch-platform.ts';

/** Switches workloads whose images are at the target already. */
export class Switch extends ExitingCommand {
  static override description = `Switch workloads to the target: images and pull Secret in one patch, one rollout each.

Only workloads whose images are all proven to be at the target are touched (see "copy").`;
  static override examples = [
    { description: 'Switch one namespace', command: 'switch --from old.example --to new.example -n shop' },
  ];
  static override flags = { ...switchFlags, ...platformFlags };

  override async run(): Promise<number> {
    const { flags, raw } = await this.parse(Switch);
    if (flags.platform) {
      requirePlatformArguments('switch', { raw });
      return switchPlatform(flags);
    }
    return runSwitch(flags, { command: 'switch' });
  }
}
