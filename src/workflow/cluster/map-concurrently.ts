/** Concurrent map that always waits for the calls in progress. */
import pMap from 'p-map';

/**
 * After an abort or an error no further call starts, and the calls in progress complete before the reason or the
 * first error is thrown: no lease is released while changes are in flight.
 */
export async function mapConcurrently<Item, Result>(
  items: readonly Item[],
  run: (item: Item) => Promise<Result>,
  { concurrency, signal }: { readonly concurrency: number; readonly signal: AbortSignal },
): Promise<Result[]> {
  const failures: unknown[] = [];
  const ends = await pMap(
    items,
    async (item): Promise<Result[]> => {
      if (failures.length > 0) return [];
      try {
        signal.throwIfAborted();
        return [await run(item)];
      } catch (error) {
        failures.push(error);
        return [];
      }
    },
    { concurrency },
  );
  if (failures.length > 0) throw failures[0];
  return ends.flat();
}
