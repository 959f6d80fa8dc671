/** Runs one oclif command with the arguments that follow its name. */
import { fileURLToPath } from 'node:url';
import type { Command } from '@oclif/core/command';
import { Config } from '@oclif/core/config';

/** A command class whose `run` answers with the exit code. */
export type CommandClass = typeof Command & (new (argv: string[], config: Config) => ExitingCommand);

type ExitingCommand = Command & { run(): Promise<number> };

export async function runCommand(command: CommandClass, argv: readonly string[]): Promise<number> {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const config = await Config.load({ root, userPlugins: false, devPlugins: false, jitPlugins: false });
  return command.run([...argv].map(normalizeFlag), config);
}

/** kubectl writes `--dry-run=client` where this tool has a switch. */
function normalizeFlag(argument: string): string {
  return argument === '--dry-run=client' ? '--dry-run' : argument;
}
