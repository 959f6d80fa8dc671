/** A rollback, a finish or a heal may be killed at any request: whoever does it again ends it, and all pods can pull. */
import assert from 'node:assert/strict';
import { assertExit, describeOutcome, EXIT } from '../harness/outcome.ts';
import { chooseNumbers } from './choose-numbers.ts';
import { disturb } from './moving.ts';
import { type LaterCommand, LATER, openLater } from './later-commands.ts';
import { onTheirOwn } from './on-their-own.ts';
import { killAt } from './survive-kill.ts';

const WHOLE_TEST = 3_600_000;

interface KillCase {
  readonly command: LaterCommand;
  /** Of the request, from 1; or which request it is. */
  readonly at: number | string;
  /** What is done afterwards: the same again, or all is taken back that can be. */
  readonly then: 'again' | 'rollback';
}

/** What each of them does that cannot be undone, and in the middle of what it does. */
const FEW: readonly KillCase[] = [
  { command: 'rollback', at: 'PATCH replicasets', then: 'again' },
  { command: 'finish', at: 'PATCH deployments', then: 'rollback' },
  { command: 'finish', at: 'DELETE secrets', then: 'again' },
  { command: 'heal', at: 'DELETE pods', then: 'again' },
];

describe('what comes after a move, killed', () => {
  it('at any request is done by whoever does it again, and leaves all pods able to pull', async function () {
    this.timeout(WHOLE_TEST);
    const cases = process.env.KILLS === 'all' ? await chosen() : FEW;
    assert.deepEqual(await onTheirOwn(cases, survive), []);
    console.log(`      kills of rollback, finish and heal: ${cases.length.toString()}`);
  });
});

async function survive({ command, at, then }: KillCase): Promise<void> {
  await using scene = await openLater(command);
  let killed: string | undefined;
  const { outcome } = await disturb(scene.estate.site, scene.launch, (number, kind, running) => {
    if (killed !== undefined || (at !== number && at !== kind)) return undefined;
    killed = `${kind} (request ${number.toString()})`;
    return killAt(typeof at === 'number' ? at : 2, running);
  });
  try {
    if (typeof at === 'string') assert.ok(killed, 'it is killed');
    if (killed === undefined) assertExit(outcome, EXIT.done);
    // A pod that a heal has not restarted yet is as stuck as before.
    if (command !== 'heal') await scene.assertHealthy();
    if (then === 'rollback') {
      // The finish has given up the way back of some, and what these need stays.
      const back = await scene.takeBack();
      assert.ok(back.code === EXIT.done || back.code === EXIT.partly, describeOutcome(back));
      await scene.assertHealthy();
      return;
    }
    const again = await scene.launch({ args: [], onStart: () => undefined });
    assertExit(again, EXIT.done);
    await scene.assertDone();
  } catch (cause) {
    throw new Error(`${command} killed at ${killed ?? 'nothing'}, then ${then}: ${String(cause)}`, { cause });
  }
}

async function chosen(): Promise<KillCase[]> {
  const cases: KillCase[] = [];
  for (const command of LATER) {
    await using scene = await openLater(command);
    const { kinds } = await disturb(scene.estate.site, scene.launch, () => undefined);
    cases.push(
      ...chooseNumbers(kinds.length).map((at, index): KillCase => ({
        ...{ command, at },
        then: command === 'finish' && index % 2 === 1 ? 'rollback' : 'again',
      })),
    );
  }
  return cases;
}
