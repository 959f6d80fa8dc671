/** Works through a list in lanes: each has an estate of its own, which it uses again and again. */
import { isReal } from '../harness/the-cluster.ts';
import type { Movable } from './moving.ts';

const LANES = isReal() ? 3 : 6;

export interface Lanes<Estate extends Movable, Item, Result> {
  readonly items: readonly Item[];
  readonly open: () => Promise<Estate>;
  /** How many at most. */
  readonly lanes?: number;
  readonly run: (estate: Estate, item: Item) => Promise<Result>;
}

export interface LaneEnd<Result> {
  readonly results: readonly Result[];
  readonly failures: readonly Error[];
}

/** An estate in which something failed is not used again. */
export async function inLanes<Estate extends Movable, Item, Result>({
  items,
  open,
  lanes = LANES,
  run,
}: Lanes<Estate, Item, Result>): Promise<LaneEnd<Result>> {
  const results: Result[] = [];
  const failures: Error[] = [];
  const left = [...items];
  const lane = async (): Promise<void> => {
    let estate: Estate | undefined;
    for (let item = left.shift(); item !== undefined; item = left.shift()) {
      try {
        estate ??= await open();
        results.push(await run(estate, item));
      } catch (error) {
        failures.push(error instanceof Error ? error : new Error(String(error)));
        await estate?.site[Symbol.asyncDispose]();
        estate = undefined;
      }
    }
    await estate?.site[Symbol.asyncDispose]();
  };
  await Promise.all(Array.from({ length: Math.min(lanes, items.length) }, lane));
  return { results, failures };
}
