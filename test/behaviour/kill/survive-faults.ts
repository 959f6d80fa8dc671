/** Fails requests of a move, each once and never two close together; the move ends as if nothing had been. */
import assert from 'node:assert/strict';
import type { ApiFault } from '../harness/api-fault.ts';
import { assertExit, EXIT } from '../harness/outcome.ts';
import { rollback, verify } from '../harness/product.ts';
import { everythingRestorable } from '../harness/snapshot.ts';
import { moveDisturbed } from './moving.ts';
import { openRuns } from '../harness/runs.ts';
import type { TwelveWorkloads } from './twelve-workloads.ts';

/** Requests between two faults. */
const DISTANCE = 6;

export interface FaultsOfAKind {
  readonly name: string;
  /** The number is that of the fault, from 0. */
  readonly faultOf: (number: number) => ApiFault;
  /** Whether a request is to be failed, by the name that `requestNames` gives it; asked only when it can be. */
  readonly fails: (request: string) => boolean;
}

/** Names the requests of a move by kind and how many of it there were: `GET pods 3`. */
export function requestNames(): (kind: string) => string {
  const counts = new Map<string, number>();
  return (kind) => {
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    return `${kind} ${count.toString()}`;
  };
}

/** How many were failed in one move. */
export async function surviveFaults(
  estate: TwelveWorkloads,
  { name, faultOf, fails }: FaultsOfAKind,
): Promise<number> {
  const { site } = estate;
  const before = await estate.renew();
  const nameOf = requestNames();
  const failed: string[] = [];
  let last = -DISTANCE;
  const { outcome } = await moveDisturbed(estate, {
    name,
    fault: (number, kind) => {
      const request = nameOf(kind);
      if (number - last < DISTANCE || !fails(request)) return undefined;
      last = number;
      failed.push(request);
      return faultOf(failed.length - 1);
    },
  });
  try {
    assertExit(outcome, EXIT.done);
    assertExit(await verify(site), EXIT.done);
    assertExit(
      await rollback(
        site,
        (await openRuns(site)).map(({ id }) => id),
      ),
      EXIT.done,
    );
    assert.deepEqual(await everythingRestorable(site, [estate.gadgets]), before);
  } catch (cause) {
    throw new Error(`${name} at ${failed.join(', ')}: ${String(cause)}`, { cause });
  }
  return failed.length;
}
