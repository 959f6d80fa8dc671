/** Every request of a move of twelve workloads may fail once, in each of these ways: nobody notices. */
import assert from 'node:assert/strict';
import type { ApiFault } from '../harness/api-fault.ts';
import { assertExit, EXIT } from '../harness/outcome.ts';
import { inLanes } from './in-lanes.ts';
import { moveDisturbed } from './moving.ts';
import { requestNames, surviveFaults } from './survive-faults.ts';
import { openTwelveWorkloads } from './twelve-workloads.ts';

const WHOLE_TEST = 2_400_000;

interface Way {
  readonly name: string;
  readonly faultOf: (number: number) => ApiFault;
  /** Default: of every kind. */
  readonly concerns?: RegExp;
}

const WAYS: readonly Way[] = [
  { name: 'reset', faultOf: () => ({ kind: 'drop' }) },
  {
    name: '429',
    faultOf: (number) => ({ kind: 'answer', status: 429, retryAfter: number % 8 === 7 ? 1 : 0 }),
  },
  { name: '500', faultOf: () => ({ kind: 'answer', status: 500 }) },
  { name: '410', faultOf: () => ({ kind: 'answer', status: 410 }), concerns: /^(LIST|WATCH) / },
];

/** As many moves as it takes to fail every request, or one move of the way that other tests try least. */
const IS_COMPLETE = process.env.KILLS === 'all';
const TRIED = WAYS.filter(({ name }) => IS_COMPLETE || name === 'reset');

describe('a move of twelve workloads whose requests fail', () => {
  it(`once each, by ${TRIED.map(({ name }) => name).join(', ')}, ends with 0 all the same`, async function () {
    this.timeout(WHOLE_TEST);
    const requests = IS_COMPLETE ? await requestsOfAMove() : undefined;
    const { results, failures } = await inLanes({
      items: TRIED,
      open: openTwelveWorkloads,
      run: async (estate, { name, faultOf, concerns }) => {
        const isConcerned = (request: string): boolean => concerns?.test(request) ?? true;
        const left = new Set(requests?.filter(isConcerned));
        let failed = 0;
        let now: number;
        do {
          const fails = (request: string): boolean =>
            requests === undefined ? isConcerned(request) : left.delete(request);
          now = await surviveFaults(estate, { name: `${name}-${failed.toString()}`, faultOf, fails });
          failed += now;
        } while (now > 0 && left.size > 0);
        assert.ok(failed > 0, `${name} is tried`);
        return { name, failed };
      },
    });
    const counts = results.map(({ name, failed }) => `${name} ${failed.toString()}`).join(', ');
    console.log(
      `      requests: ${requests?.length.toString() ?? 'not counted'}, faults: ${counts}, lost: ${failures.length.toString()}`,
    );
    assert.deepEqual(
      failures.map(({ message }) => message),
      [],
    );
  });
});

/** Of one that nothing happens to. */
async function requestsOfAMove(): Promise<string[]> {
  const estate = await openTwelveWorkloads();
  const nameOf = requestNames();
  const names: string[] = [];
  const { outcome } = await moveDisturbed(estate, {
    name: 'all',
    fault: (_, kind) => {
      names.push(nameOf(kind));
      return undefined;
    },
  });
  assertExit(outcome, EXIT.done);
  await estate.site[Symbol.asyncDispose]();
  return names;
}
