/** regsync v0.11 of the regclient project, carried out in the sandbox as far as the product's copy Job uses it. */
import { IMAGE_TYPES } from '../../oci/manifest.ts';
import { openWire } from '../../oci/wire.ts';
import type { Program, ProgramContext } from '../program.ts';
import { ImageCopy } from './copy-image.ts';
import { RegsyncClient, type ManifestHead } from './regsync-client.ts';
import { readRegsyncConfig, type RegsyncEntry } from './regsync-config.ts';
import { RegsyncError } from './regsync-error.ts';
import { commonName, parseRegsyncReference, type RegsyncReference } from './regsync-reference.ts';

interface Sync {
  readonly client: RegsyncClient;
  readonly log: (level: 'INFO' | 'ERROR', message: string, fields: object) => void;
  readonly referrers: boolean;
}

/** `regsync once -c FILE --logopt json`: one image after the other; exit 1 when any of them failed. */
export const runRegsync: Program = async (context) => {
  const { argv, network, clock, signal } = context;
  if (argv[1] !== 'once') {
    context.log(`Error: unknown command "${argv[1] ?? ''}" for "regsync"`);
    return 1;
  }
  const wire = openWire(network);
  try {
    const config = readRegsyncConfig(argv[argv.indexOf('-c') + 1] ?? '', context);
    const client = new RegsyncClient({ wire, clock, config, signal });
    const sync = { client, log: jsonLog(context), referrers: config.referrers };
    const failures: string[] = [];
    for (const entry of config.entries) failures.push(...(await syncEntry(sync, entry)));
    for (const message of failures) for (const line of message.split('\n')) context.log(line);
    return failures.length > 0 ? 1 : 0;
  } catch (error) {
    if (!(error instanceof RegsyncError)) throw error;
    context.log(error.message);
    return 1;
  } finally {
    wire.close();
  }
};

/** Go's `slog`. */
function jsonLog({ log, clock }: ProgramContext): Sync['log'] {
  return (level, msg, fields) => {
    log(JSON.stringify({ time: clock.now().toISOString(), level, msg, ...fields }));
  };
}

/** What went wrong; logged already. */
async function syncEntry(sync: Sync, entry: RegsyncEntry): Promise<readonly string[]> {
  try {
    await syncImage(sync, parseRegsyncReference(entry.source), parseRegsyncReference(entry.target));
    return [];
  } catch (error) {
    if (!(error instanceof RegsyncError)) throw error;
    sync.log('ERROR', 'Failed to sync', { ...entry, error: error.message });
    return [error.message];
  }
}

/** Compares, then copies (regclient, cmd/regsync/root.go: `processImage`). */
async function syncImage(
  { client, log, referrers }: Sync,
  source: RegsyncReference,
  target: RegsyncReference,
): Promise<void> {
  const names = { source: commonName(source), target: commonName(target) };
  const head = await client.manifestHead(source);
  const matches = (await headAt(client, target))?.digest === head.digest;
  if (matches && !referrers) return;
  if (!IMAGE_TYPES.includes(head.mediaType)) {
    const fields = { ref: names.source, mediaType: head.mediaType, allowed: IMAGE_TYPES };
    log('INFO', 'Skipping unsupported media type', fields);
    return;
  }
  log('INFO', matches ? 'Image refreshing' : 'Image sync needed', names);
  const copy = new ImageCopy({
    client,
    referrers,
    onBlob: (what, pair, { digest }) => {
      const fields = { source: commonName(pair.source), target: commonName(pair.target), digest };
      log('INFO', `Copy ${what}`, fields);
    },
  });
  await copy.copy({ source, target });
}

/** Whatever the target says besides: that shows when it is written to. */
async function headAt(client: RegsyncClient, target: RegsyncReference): Promise<ManifestHead | undefined> {
  try {
    return await client.manifestHead(target);
  } catch (error) {
    if (error instanceof RegsyncError) return undefined;
    throw error;
  }
}
