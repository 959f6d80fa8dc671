/** The tool may be killed at any request: the move is gone on with, or taken back without a trace. */
import assert from 'node:assert/strict';
import { assertExit, EXIT } from '../harness/outcome.ts';
import { chooseNumbers } from './choose-numbers.ts';
import { inLanes } from './in-lanes.ts';
import { moveDisturbed } from './moving.ts';
import { type Survival, surviveKill } from './survive-kill.ts';
import { openTwelveWorkloads } from './twelve-workloads.ts';

const WHOLE_TEST = 2_400_000;

describe('a move of twelve workloads whose tool is killed', () => {
  it('at any request is gone on with or taken back, and nothing is lost', async function () {
    this.timeout(WHOLE_TEST);
    const numbers = chooseNumbers(await countRequests());
    const { results, failures } = await inLanes({
      items: numbers,
      open: openTwelveWorkloads,
      run: async (estate, number) => surviveKill(estate, await estate.renew(), number),
    });
    const count = (survival: Survival): string =>
      results.filter((result) => result === survival).length.toString();
    console.log(
      `      kills: ${numbers.length.toString()}, resumed: ${count('resumed')}, rolled back: ${count('rolled back')}, ` +
        `ended before: ${count('ended')}, lost: ${failures.length.toString()}`,
    );
    assert.deepEqual(
      failures.map(({ message }) => message),
      [],
    );
  });
});

/** Of a move that nothing happens to. */
async function countRequests(): Promise<number> {
  const estate = await openTwelveWorkloads();
  const { outcome, requests } = await moveDisturbed(estate, { name: 'all', fault: () => undefined });
  assertExit(outcome, EXIT.done);
  await estate.site[Symbol.asyncDispose]();
  return requests;
}
