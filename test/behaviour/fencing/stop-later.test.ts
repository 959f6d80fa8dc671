/** A rollback, a finish or a heal that is stopped does no harm when it is continued after somebody took over. */
import assert from 'node:assert/strict';
import { assertExit, describeOutcome, EXIT } from '../harness/outcome.ts';
import { everythingWritten } from '../harness/snapshot.ts';
import { chooseNumbers } from '../kill/choose-numbers.ts';
import { type LaterCommand, LATER, openLater } from '../kill/later-commands.ts';
import { disturb } from '../kill/moving.ts';
import { onTheirOwn } from '../kill/on-their-own.ts';
import { accepted, withoutCreated } from './late-writes.ts';
import { startStopped, type StopPlace } from './stopped-move.ts';

const WHOLE_TEST = 3_600_000;

interface StopCase extends StopPlace {
  readonly command: LaterCommand;
  /** What the second operator does: the same, or he takes back what there is to be taken back. */
  readonly second: 'again' | 'rollback';
}

const FEW: readonly StopCase[] = [
  { command: 'rollback', variant: 'held', second: 'again', isIt: (kind) => kind === 'PATCH deployments' },
  { command: 'finish', variant: 'held', second: 'rollback', isIt: (kind) => kind === 'PATCH deployments' },
  { command: 'finish', variant: 'held', second: 'again', isIt: (kind) => kind === 'DELETE secrets' },
  { command: 'heal', variant: 'held', second: 'again', isIt: (kind) => kind === 'DELETE pods' },
];

describe('what comes after a move, stopped', () => {
  it('at any request changes nothing any more after somebody took over', async function () {
    this.timeout(WHOLE_TEST);
    const { STOPS } = process.env;
    const cases = STOPS === 'all' ? await chosen(STOPS) : FEW;
    assert.deepEqual(await onTheirOwn(cases, survive), []);
    console.log(`      stops of rollback, finish and heal: ${cases.length.toString()}`);
  });
});

async function survive({ command, second, variant, isIt }: StopCase): Promise<void> {
  await using scene = await openLater(command);
  const { site } = scene.estate;
  await using first = await startStopped(site, scene.launch, { variant, isIt, hasBegun: leasesTaken() });
  const where = await first.stopped;
  try {
    if (process.env.STOPS !== 'all') assert.ok(where, 'it is stopped');
    if (where !== undefined) {
      const takeOver =
        second === 'rollback'
          ? await scene.takeBack('--takeover')
          : await scene.launch({ args: ['--takeover'], onStart: () => undefined });
      const isDone = takeOver.code === EXIT.done || takeOver.code === EXIT.partly;
      assert.ok(isDone, describeOutcome(takeOver));
      await scene.assertHealthy();
    }
    const settled = await everythingWritten(site);
    const { outcome, after } = await first.goOn();
    if (where === undefined) assertExit(outcome, EXIT.done);
    else {
      assert.deepEqual(accepted(after), [], `what was accepted of ${describeOutcome(outcome)}`);
      assert.deepEqual(withoutCreated(await everythingWritten(site), after), settled);
    }
    if (second === 'again') await scene.assertDone();
    else await scene.assertHealthy();
  } catch (cause) {
    throw new Error(`${command}, ${variant} at ${where ?? 'no request'}, then ${second}: ${String(cause)}`, {
      cause,
    });
  }
}

/** Leases are taken one after the other, and nothing else in between. */
function leasesTaken(): (kind: string) => boolean {
  let isTaking = false;
  return (kind) => {
    const isLease = kind.endsWith(' leases');
    isTaking ||= isLease && !kind.startsWith('GET');
    return isTaking && !isLease;
  };
}

/** Each passed on and held. */
async function chosen(wanted: string): Promise<StopCase[]> {
  const cases: StopCase[] = [];
  for (const command of LATER) {
    await using scene = await openLater(command);
    const { kinds } = await disturb(scene.estate.site, scene.launch, () => undefined);
    const first = kinds.findIndex(leasesTaken());
    for (const [index, request] of chooseNumbers(kinds.length - first, wanted).entries()) {
      const isIt = (_: string, number: number): boolean => number === request;
      const takesBack = command === 'finish' && index % 2 === 1;
      const second = takesBack ? ('rollback' as const) : ('again' as const);
      cases.push(...(['passed', 'held'] as const).map((variant) => ({ command, variant, second, isIt })));
    }
  }
  return cases;
}
