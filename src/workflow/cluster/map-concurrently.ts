/** Does something to each of many, a few at a time, and waits for what is under way, whatever happens. */
import pMap from 'p-map';

export interface AtOnce {
  readonly concurrency: number;
  readonly signal: AbortSignal;
}

/**
 * After an abort or a throw nothing more is begun; what is under way comes to its own end before the reason or the
 * first error is thrown: no lease is given back while changes are still on their way.
 */
export async function mapConcurrently<Item, Result>(
  items: readonly Item[],
  run: (item: Item) => Promise<Result>,
  { concurrency, signal }: AtOnce,
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
