// A real Kubernetes with two nodes and three registries in namespaces of this machine: see `HELP`.
import { parseArgs } from 'node:util';
import { MachineError } from './requirements.ts';
import { demo } from './verbs/demo.ts';
import { down } from './verbs/down.ts';
import { shell } from './verbs/shell.ts';
import { status } from './verbs/status.ts';
import { test } from './verbs/test.ts';
import { up } from './verbs/up.ts';
import type { Verb, VerbInput } from './verbs/verb.ts';

/** To add a verb, write it in `verbs/` and name it here. */
const VERBS: Readonly<Record<string, Verb>> = { up, down, shell, status, test, demo };

const HELP = `Usage: node test/cluster/main.ts VERB [--name NAME] [--keep] [-- COMMAND...]

${Object.entries(VERBS)
  .map(([name, verb]) => `  ${name.padEnd(8)} ${verb.help}`)
  .join('\n')}

  --name NAME  which cluster; several can run at once (default: dev)
  --keep       test: leave the cluster running afterwards
`;

process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  try {
    const { verb, help, ...input } = parse(args);
    if (verb !== undefined && !help) return await verb.run(input);
    process.stdout.write(HELP);
    return help ? 0 : 2;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return exitCodeFor(error, args);
  }
}

function exitCodeFor(error: unknown, args: readonly string[]): number {
  const wrongUsage =
    error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
  // To a test run a machine that cannot do is a failure like any other.
  return wrongUsage || (error instanceof MachineError && args[0] !== 'test') ? 2 : 1;
}

function parse(
  args: readonly string[],
): VerbInput & { readonly verb: Verb | undefined; readonly help: boolean } {
  const end = args.includes('--') ? args.indexOf('--') : args.length;
  const { values, positionals } = parseArgs({
    args: args.slice(0, end),
    allowPositionals: true,
    options: {
      name: { type: 'string' },
      keep: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const [verb = '', ...surplus] = positionals;
  return {
    verb: surplus.length === 0 ? VERBS[verb] : undefined,
    help: values.help,
    name: values.name,
    keep: values.keep,
    command: args.slice(end + 1),
  };
}
