import { reportError } from './cli/report-error.ts';
import { endWithClosedPipe, STDERR, STDOUT } from './ui/sink.ts';

/** Runs the program. Never throws: errors become one line on stderr and an exit code. */
export async function main(argv: readonly string[]): Promise<void> {
  endWithClosedPipe();
  try {
    const text = await preparedText(argv);
    if (text === undefined) await runCommand(argv);
    else STDOUT.write(text);
  } catch (error) {
    process.exitCode = reportError(error, STDERR);
  }
}

/**
 * Help and version without oclif's dispatch, which costs start-up time: see
 * .github/adr/0001-start-up-without-oclif-dispatch.md.
 */
async function preparedText(argv: readonly string[]): Promise<string | undefined> {
  const [name = '--help', ...rest] = argv;
  if (name === '--version' || name === 'version') {
    const { versionLine } = await import('./cli/version.ts');
    return `${versionLine()}\n`;
  }
  if (isHelp(name)) return helpOf(rest[0]);
  return rest.some(isHelpFlag) ? helpOf(name) : undefined;
}

async function helpOf(name: string | undefined): Promise<string> {
  const [{ commandHelp, rootHelp }, { COMMAND_SUMMARIES, findCommand }] = await Promise.all([
    import('./cli/help.ts'),
    import('./commands/command-table.ts'),
  ]);
  return name === undefined ? rootHelp(COMMAND_SUMMARIES) : commandHelp(name, await findCommand(name)());
}

function isHelp(word: string): boolean {
  return word === 'help' || isHelpFlag(word);
}

function isHelpFlag(word: string): boolean {
  return word === '--help' || word === '-h';
}

async function runCommand(argv: readonly string[]): Promise<void> {
  const [{ run }, { ownPlugin }] = await Promise.all([
    import('@oclif/core/run'),
    import('./commands/own-plugin.ts'),
  ]);
  const plugin = await ownPlugin();
  await run([...argv], {
    ...{ root: plugin.root, pjson: plugin.pjson, userPlugins: false, devPlugins: false },
    plugins: new Map([[plugin.name, plugin]]),
  });
}
