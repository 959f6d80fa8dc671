/** The little of a shell that examples and tests use: `sh -c "echo started; sleep 5; exit 1"`. */
import { expandWords } from './shell-words.ts';
import type { Program, ProgramContext } from './program.ts';
import { runForever } from './serve.ts';
import { sleep } from './sleep.ts';
import { tail } from './tail.ts';

type Command = (context: ProgramContext) => Promise<Result> | Result;

/** What a command came to; with `ends` the shell ends. */
interface Result {
  readonly code: number;
  readonly ends?: boolean;
}

const COMMANDS: ReadonlyMap<string, Command> = new Map<string, Command>([
  ['true', () => ({ code: 0 })],
  [':', () => ({ code: 0 })],
  ['false', () => ({ code: 1 })],
  ['trap', () => ({ code: 0 })],
  ['wait', () => ({ code: 0 })],
  ['exit', ({ argv }) => ({ code: Number(argv[1] ?? 0), ends: true })],
  ['sleep', async (context) => ({ code: await sleep(context) })],
  ['tail', async (context) => ({ code: await tail(context) })],
  ['cat', printFiles],
  [
    'echo',
    ({ argv, log }) => {
      log(argv.slice(1).join(' '));
      return { code: 0 };
    },
  ],
]);

/** Commands one after the other; what it does not know runs until TERM. */
export const runShell: Program = async (context) => {
  const [, flags = '', script = ''] = context.argv;
  if (!/^-\w*c$/.test(flags)) return runForever(context);
  let code = 0;
  for (const statement of script.split(/;|&&|&|\n/)) {
    const words = expandWords(statement, context.env);
    if (words.length === 0) continue;
    const result = await runCommand({ ...context, argv: words });
    if (context.signal.aborted) return 0;
    if (result.ends === true) return result.code;
    code = result.code;
  }
  return code;
};

function printFiles({ argv, readFile, log }: ProgramContext): Result {
  const files = argv.slice(1).map((path) => ({ path, content: readFile(path) }));
  for (const { path, content } of files) {
    log(content?.toString().replace(/\n$/, '') ?? `cat: can't open '${path}': No such file or directory`);
  }
  return { code: files.every(({ content }) => content !== undefined) ? 0 : 1 };
}

async function runCommand(context: ProgramContext): Promise<Result> {
  const command = COMMANDS.get(context.argv[0]?.split('/').at(-1) ?? '');
  return command === undefined ? { code: await runForever(context), ends: true } : command(context);
}
