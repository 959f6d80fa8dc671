/** The program: finds the command, runs it, turns its end into an exit code. */
import { findCommand } from './commands/command-table.ts';
import { reportError } from './cli/report-error.ts';
import { takeSecretVariables } from './cli/secret-variables.ts';
import { endWithClosedPipe, STDERR, STDOUT } from './ui/sink.ts';
import { EXIT } from './domain/exit.ts';

/** Never throws: errors become one line on stderr and an exit code. */
export async function main(argv: readonly string[]): Promise<void> {
  takeSecretVariables();
  endWithClosedPipe();
  try {
    process.exitCode = await run(argv);
  } catch (error) {
    process.exitCode = reportError(error, STDERR);
  }
}

async function run(argv: readonly string[]): Promise<number> {
  const [name = 'help', ...rest] = argv;
  if (name === '--version' || name === 'version') {
    const { versionLine } = await import('./cli/version.ts');
    STDOUT.write(`${versionLine()}\n`);
    return EXIT.done;
  }
  if (['help', '--help', '-h'].includes(name)) return showHelp(rest[0]);
  const load = findCommand(name);
  if (rest.includes('--help') || rest.includes('-h')) return showHelp(name);
  const command = await load();
  const { runCommand } = await import('./cli/run-command.ts');
  return runCommand(name, command, rest);
}

async function showHelp(name: string | undefined): Promise<number> {
  const { commandHelp, rootHelp } = await import('./cli/help.ts');
  const { COMMAND_SUMMARIES } = await import('./commands/command-table.ts');
  const text =
    name === undefined ? rootHelp(COMMAND_SUMMARIES) : commandHelp(name, await findCommand(name)());
  STDOUT.write(text);
  return EXIT.done;
}
