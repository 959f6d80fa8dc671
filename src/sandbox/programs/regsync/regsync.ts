/** regsync v0.11 of the regclient project, carried out in the sandbox: it says and does what upstream's does. */
import { openWire } from '../../oci/wire.ts';
import type { Program, ProgramContext } from '../program.ts';
import { parseRegsyncArguments, type RegsyncArguments } from './regsync-arguments.ts';
import { readRegsyncConfig, type RegsyncConfig } from './regsync-config.ts';
import { RegsyncError } from './regsync-error.ts';
import { regsyncLog } from './regsync-log.ts';
import { RepositoryClient } from './repository-client.ts';
import { Slots } from './slots.ts';
import { syncImage, type SyncAction, type SyncContext } from './sync-image.ts';

/** `regsync once|check -c FILE [--logopt json] [-v LEVEL] [--missing] [--abort-on-error]`; exit 1 when any entry failed. */
export const runRegsync: Program = async (context) => {
  const args = parseRegsyncArguments(context.argv.slice(1));
  if (args.verb === 'version') {
    context.log('VCSTag:     v0.11.7');
    return 0;
  }
  if (args.verb !== 'once' && args.verb !== 'check') {
    context.log(`Error: unknown command "${args.verb}" for "regsync"`);
    return 1;
  }
  try {
    const failures = await syncAll(context, args, readRegsyncConfig(args.configFile, context));
    if (failures.length > 0) for (const line of failures.join('\n').split('\n')) context.log(line);
    return failures.length > 0 ? 1 : 0;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    context.log(error.message);
    return 1;
  }
};

/** Messages of what failed. */
async function syncAll(
  context: ProgramContext,
  args: RegsyncArguments,
  config: RegsyncConfig,
): Promise<readonly string[]> {
  const { clock, network, signal, log: write } = context;
  const wire = openWire(network);
  const log = regsyncLog({ write, now: () => clock.now(), json: args.json, level: args.level });
  const client = new RepositoryClient({ wire, clock, config });
  const sync: SyncContext = { client, log, clock, action: actionOf(args), signal };
  const slots = new Slots(config.parallel);
  const failures: string[] = [];
  const one = async (entry: RegsyncConfig['entries'][number]): Promise<void> => {
    if (args.abortOnError && failures.length > 0) return;
    try {
      await syncImage(sync, entry);
    } catch (error) {
      if (!(error instanceof RegsyncError)) throw error;
      // Entries that run side by side do not count when regsync is told to end: upstream's behaviour.
      if (config.parallel === 0 || error.kind !== 'canceled') failures.push(error.message);
    }
  };
  try {
    await Promise.all(config.entries.map(async (entry) => slots.run(async () => one(entry))));
  } finally {
    wire.close();
  }
  return failures;
}

function actionOf({ verb, missing }: RegsyncArguments): SyncAction {
  if (verb === 'check') return 'check';
  return missing ? 'missing' : 'copy';
}
