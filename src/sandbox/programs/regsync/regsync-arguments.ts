/** The command line of regsync, as far as anybody uses it in the sandbox. */
export interface RegsyncArguments {
  /** `once`, `check`, `version`, ... */
  readonly verb: string;
  readonly configFile: string;
  readonly json: boolean;
  readonly level: string;
  readonly missing: boolean;
  readonly abortOnError: boolean;
}

const WITH_VALUE: ReadonlyMap<string, string> = new Map([
  ['-c', 'config'],
  ['--config', 'config'],
  ['-v', 'level'],
  ['--verbosity', 'level'],
  ['--logopt', 'logopt'],
]);

export function parseRegsyncArguments(args: readonly string[]): RegsyncArguments {
  const values = new Map<string, string>();
  const words = new Set<string>();
  const rest = args.flatMap((arg) => (arg.startsWith('--') && arg.includes('=') ? splitOnce(arg) : [arg]));
  for (let index = 0; index < rest.length; index += 1) {
    const word = rest[index] ?? '';
    const name = WITH_VALUE.get(word);
    if (name === undefined) {
      words.add(word);
      continue;
    }
    index += 1;
    values.set(name, rest[index] ?? '');
  }
  return {
    verb: [...words].find((word) => !word.startsWith('-')) ?? '',
    configFile: values.get('config') ?? '',
    json: (values.get('logopt') ?? '').split(',').includes('json'),
    level: values.get('level') ?? 'info',
    missing: words.has('--missing'),
    abortOnError: words.has('--abort-on-error'),
  };
}

function splitOnce(arg: string): readonly string[] {
  const at = arg.indexOf('=');
  return [arg.slice(0, at), arg.slice(at + 1)];
}
