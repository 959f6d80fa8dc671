/** One entry of the list: compares, waits for the rate limit, copies (regclient, cmd/regsync/root.go: `processImage`). */
import { IMAGE_TYPES } from '../../oci/manifest.ts';
import type { Clock } from '../../clock.ts';
import { pause } from '../pause.ts';
import { ImageCopy } from './copy-image.ts';
import type { RegsyncEntry } from './regsync-config.ts';
import { RegsyncError } from './regsync-error.ts';
import type { RegsyncLog } from './regsync-log.ts';
import { commonName, parseRegsyncReference, type RegsyncReference } from './regsync-reference.ts';
import type { ManifestHead, RepositoryClient } from './repository-client.ts';

export type SyncAction = 'copy' | 'check' | 'missing';

export interface SyncContext {
  readonly client: RepositoryClient;
  readonly log: RegsyncLog;
  readonly clock: Clock;
  readonly action: SyncAction;
  readonly signal: AbortSignal;
}

/** Rejects with RegsyncError, after it was logged. */
export async function syncImage(context: SyncContext, entry: RegsyncEntry): Promise<void> {
  const source = parsed(context, 'source', entry.source);
  const target = parsed(context, 'target', entry.target);
  try {
    await syncReferences(context, entry, { source, target });
  } catch (error) {
    logged(context.log, 'Failed to sync', { target: commonName(target), source: commonName(source) }, error);
    throw error;
  }
}

function parsed({ log }: SyncContext, side: 'source' | 'target', text: string): RegsyncReference {
  try {
    return parseRegsyncReference(text);
  } catch (error) {
    logged(log, `Failed parsing ${side}`, { [side]: text }, error);
    throw error;
  }
}

interface Sides {
  readonly source: RegsyncReference;
  readonly target: RegsyncReference;
}

async function syncReferences(context: SyncContext, entry: RegsyncEntry, sides: Sides): Promise<void> {
  const { client, log, signal } = context;
  const names = { source: commonName(sides.source), target: commonName(sides.target) };
  const head = await sourceHead(context, sides.source);
  const there = await targetHead(context, sides.target);
  if (!isNeeded(context, entry, { names, head, there }) || context.action === 'check') return;
  await rateLimitPassed(context, entry, { head, source: sides.source });
  try {
    await new ImageCopy({ ...entry, client, log }).copy(sides, signal);
  } catch (error) {
    logged(log, 'Failed to copy image', names, error);
    throw error;
  }
}

interface Comparison {
  readonly names: { readonly source: string; readonly target: string };
  readonly head: ManifestHead;
  readonly there: ManifestHead | undefined;
}

/** Says what is to be done, and whether anything is. */
function isNeeded(
  { log, action }: SyncContext,
  entry: RegsyncEntry,
  { names, head, there }: Comparison,
): boolean {
  const matches = there?.digest === head.digest;
  const { referrers, digestTags } = entry;
  const looksNoDeeper = entry.fastCheck || !(referrers || digestTags);
  if (matches && looksNoDeeper) {
    log('DEBUG', 'Image matches', names);
    return false;
  }
  if (there !== undefined && action === 'missing') return false;
  if (!IMAGE_TYPES.includes(head.mediaType)) {
    const fields = { ref: names.source, mediaType: head.mediaType, allowed: IMAGE_TYPES };
    log('INFO', 'Skipping unsupported media type', fields);
    return false;
  }
  if (matches) log('INFO', 'Image refreshing', { ...names, forced: false, digestTags, referrers });
  else log('INFO', 'Image sync needed', names);
  return true;
}

async function sourceHead(
  { client, log, signal }: SyncContext,
  source: RegsyncReference,
): Promise<ManifestHead> {
  try {
    return await client.manifestHead(source, signal);
  } catch (error) {
    logged(log, 'Failed to lookup source manifest', { source: commonName(source) }, error);
    throw error;
  }
}

/** Whatever the target says besides: that shows when it is written to. */
async function targetHead(
  { client, signal }: SyncContext,
  target: RegsyncReference,
): Promise<ManifestHead | undefined> {
  try {
    return await client.manifestHead(target, signal);
  } catch (error) {
    if (error instanceof RegsyncError) return undefined;
    throw error;
  }
}

async function rateLimitPassed(
  { client, log, clock, signal }: SyncContext,
  { ratelimit }: RegsyncEntry,
  { head, source }: { readonly head: ManifestHead; readonly source: RegsyncReference },
): Promise<void> {
  if (ratelimit.min === 0 || head.rateLimit === undefined) return;
  let limit = (await client.manifestHead(source, signal)).rateLimit;
  while (limit !== undefined && limit.remain < ratelimit.min) {
    log('INFO', 'Delaying for rate limit', {
      source: commonName(source),
      'source-remain': limit.remain,
      'source-limit': limit.limit,
      'step-min': ratelimit.min,
      // Nanoseconds, as Go prints durations.
      sleep: ratelimit.retry * 1e6,
    });
    if (!(await pause(ratelimit.retry, clock, signal)))
      throw new RegsyncError('context was canceled', 'canceled');
    limit = (await client.manifestHead(source, signal)).rateLimit;
  }
}

function logged(
  log: RegsyncLog,
  message: string,
  fields: Readonly<Record<string, string>>,
  error: unknown,
): void {
  log('ERROR', message, { ...fields, error: error instanceof Error ? error.message : String(error) });
}
