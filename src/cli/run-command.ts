/** Runs one oclif command with the arguments that follow its name. */
import { fileURLToPath } from 'node:url';
import type { Command } from '@oclif/core/command';
import { Config } from '@oclif/core/config';

/** A command class whose `run` answers with the exit code. */
export type CommandClass = typeof Command & (new (argv: string[], config: Config) => ExitingCommand);

type ExitingCommand = Command & { run(): Promise<number> };

/** Throws UsageError for a flag that the command does not have. `name` is that of the command. */
export async function runCommand(
  name: string,
  command: CommandClass,
  argv: readonly string[],
): Promise<number> {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const config = await Config.load({ root, userPlugins: false, devPlugins: false, jitPlugins: false });
  try {
    return await command.run([...argv].map(normalizeFlag), config);
  } catch (error) {
    const { unknownFlags } = await import('./unknown-flags.ts');
    throw unknownFlags(error, { command: name, own: Object.keys(command.flags) }) ?? error;
  }
}

/** kubectl writes `--dry-run=client` where this tool has a switch. */
function normalizeFlag(argument: string): string {
  return argument === '--dry-run=client' ? '--dry-run' : argument;
}
