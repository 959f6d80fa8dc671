/** A process that is stopped while it moves a cluster does no harm when it is continued after somebody took over. */
import assert from 'node:assert/strict';
import { chooseNumbers } from '../kill/choose-numbers.ts';
import { inLanes } from '../kill/in-lanes.ts';
import { moveDisturbed } from '../kill/moving.ts';
import { openFencedEstate } from './fenced-estate.ts';
import { JOURNAL_BEGINS } from './stopped-move.ts';
import { type StopCase, surviveStop } from './survive-stop.ts';
import { assertExit, EXIT } from '../harness/outcome.ts';
import { isReal } from '../harness/the-cluster.ts';

const WHOLE_TEST = 3_600_000;

/** Longer than a lease lasts, in seconds. */
const LONG = 16;

/** Most of the time is spent waiting. */
const LANES = isReal() ? 5 : 10;

/** How many requests the move is stopped at, `STOPS=all` or a number; default: at a few that tell most. */
const STOPS = process.env.STOPS;

const FEW: readonly Omit<StopCase, 'name'>[] = [
  { seconds: 0, variant: 'held', second: 'rollback', isIt: (kind) => kind === 'PATCH deployments' },
  { seconds: 0, variant: 'passed', second: 'resume', isIt: (kind) => kind === 'PATCH secrets' },
];

describe('a move whose process is stopped', () => {
  it('at any request writes nothing any more after somebody took over', async function () {
    this.timeout(WHOLE_TEST);
    const { results, failures } = await inLanes({
      items:
        STOPS === undefined
          ? FEW.map((one, index) => ({ ...one, name: `few-${index.toString()}` }))
          : await chosen(STOPS),
      open: openFencedEstate,
      lanes: LANES,
      run: surviveStop,
    });
    const count = (stopped: string): string =>
      results.filter((result) => result === stopped).length.toString();
    console.log(
      `      stopped and taken over: ${count('rolled back')} rolled back, ${count('resumed')} resumed, ` +
        `${count('ended')} ended before, ${failures.length.toString()} lost`,
    );
    assert.deepEqual(
      failures.map(({ message }) => message),
      [],
    );
  });
});

/** Each passed on and held, one of both for longer than a lease lasts; taken back and gone on with in turns. */
async function chosen(wanted: string): Promise<StopCase[]> {
  const estate = await openFencedEstate();
  const kinds: string[] = [];
  const { outcome } = await moveDisturbed(estate, {
    name: 'all',
    fault: (_, kind) => {
      kinds.push(kind);
      return undefined;
    },
  });
  assertExit(outcome, EXIT.done);
  await estate.site[Symbol.asyncDispose]();
  const first = kinds.indexOf(JOURNAL_BEGINS);
  return chooseNumbers(kinds.length - first, wanted).flatMap((request, index): StopCase[] => {
    const isIt = (_: string, number: number): boolean => number === request;
    const isEven = index % 2 === 0;
    const place = { isIt, second: isEven ? ('rollback' as const) : ('resume' as const) };
    return [
      { ...place, name: `passed-${request.toString()}`, variant: 'passed', seconds: isEven ? LONG : 0 },
      { ...place, name: `held-${request.toString()}`, variant: 'held', seconds: isEven ? 0 : LONG },
    ];
  });
}
