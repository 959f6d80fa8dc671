import { ClusterError, type ClusterFailure } from '../../../domain/errors.ts';
import type { WatchEvent } from '../../../domain/ports/cluster.ts';
import { backoff } from '../../http/backoff.ts';
import type { Clock } from '../../http/clock.ts';
import type { Perform } from '../transport/api-call.ts';
import { knownObjects, type KnownObjects } from './known-objects.ts';
import { pageReader } from './page-reader.ts';
import type { Listing } from './page-request.ts';
import { watchStream } from './watch-stream.ts';

/** What a watch works with. */
export interface WatchTools {
  readonly perform: Perform;
  readonly clock: Clock;
}

const LONGEST_DELAY = 30_000;

/** Failures that waiting does not heal. */
const PERMANENT: readonly ClusterFailure[] = ['unauthorized', 'forbidden', 'not-found', 'invalid'];

/**
 * Lists, then follows the changes without end: reconnects where it was, and lists anew when the server has forgotten
 * that point (410). Only the first list and permanent failures throw; everything else is tried again.
 */
export async function* watchObjects(tools: WatchTools, listing: Listing): AsyncGenerator<WatchEvent> {
  const { clock } = tools;
  const watch: WatchState = { known: knownObjects(), resourceVersion: undefined, quietRounds: 0 };
  yield* relist(tools.perform, listing, watch);
  for (;;) {
    try {
      if (watch.resourceVersion === undefined) yield* relist(tools.perform, listing, watch);
      yield* follow(tools.perform, listing, watch);
    } catch (error) {
      listing.signal.throwIfAborted();
      if (isPermanent(error)) throw error;
      if (isExpired(error)) watch.resourceVersion = undefined;
    }
    const delay = backoff(watch.quietRounds, clock.random(), LONGEST_DELAY);
    watch.quietRounds += 1;
    await clock.sleep(delay, listing.signal);
  }
}

/** Where a watch is. */
interface WatchState {
  readonly known: KnownObjects;
  /** Absent: a list is needed first. */
  resourceVersion: string | undefined;
  /** Connections in a row that brought nothing. */
  quietRounds: number;
}

/** Reports the changes of one connection. */
async function* follow(perform: Perform, listing: Listing, watch: WatchState): AsyncGenerator<WatchEvent> {
  for await (const { event, resourceVersion } of watchStream(perform, listing, watch.resourceVersion ?? '')) {
    watch.quietRounds = 0;
    watch.resourceVersion = resourceVersion ?? watch.resourceVersion;
    if (event === undefined) continue;
    watch.known.record(event);
    yield event;
  }
}

/** Reports a list as changes to what is known. */
async function* relist(perform: Perform, listing: Listing, watch: WatchState): AsyncGenerator<WatchEvent> {
  let resourceVersion: string | undefined;
  watch.known.beginList();
  const reader = pageReader(perform, listing);
  try {
    for (let page = await reader.read(); page !== undefined; page = await reader.read()) {
      // The first page's: if later ones are newer, their changes come once more, but none is missed.
      resourceVersion ??= page.resourceVersion;
      for (const object of page.objects) yield* watch.known.listed(object);
    }
  } finally {
    reader.leave();
  }
  yield* watch.known.endList();
  yield { type: 'SYNCED' };
  watch.resourceVersion = resourceVersion;
}

function isExpired(error: unknown): boolean {
  return error instanceof ClusterError && error.failure === 'expired';
}

function isPermanent(error: unknown): boolean {
  return error instanceof ClusterError && PERMANENT.includes(error.failure);
}
