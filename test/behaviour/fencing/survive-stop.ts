/** Stops a move at one request, has somebody take over, and continues it: nothing of it is accepted any more. */
import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import { assertExit, describeOutcome, EXIT } from '../harness/outcome.ts';
import { resume, rollback, verify } from '../harness/product.ts';
import type { Outcome } from '../harness/run-product.ts';
import { openRuns } from '../harness/runs.ts';
import { everythingRestorable, everythingWritten } from '../harness/snapshot.ts';
import { moveTo } from '../kill/moving.ts';
import type { FencedEstate } from './fenced-estate.ts';
import { accepted, withoutCreated } from './late-writes.ts';
import { type Stop, startStoppedMove } from './stopped-move.ts';

/** `ended`: the move was over before that request. */
export type Stopped = 'rolled back' | 'resumed' | 'ended';

export interface StopCase extends Stop {
  /** What the second operator does: takes it back, or goes on with it. */
  readonly second: 'rollback' | 'resume';
  /** How long it is stopped at least. */
  readonly seconds: number;
}

export async function surviveStop(estate: FencedEstate, stop: StopCase): Promise<Stopped> {
  const { site } = estate;
  const before = await everythingRestorable(site);
  await using first = await startStoppedMove(estate, stop);
  const where = await first.stopped;
  const stoppedAt = performance.now();
  try {
    if (where === undefined) {
      const { outcome } = await first.goOn();
      assertExit(outcome, EXIT.done);
    } else {
      const wasDone = (await openRuns(site)).some(({ state }) => state === 'done');
      await takeOver(estate, stop);
      if (stop.second === 'rollback') assert.deepEqual(await everythingRestorable(site), before);
      await estate.untilHealthy();
      const settled = await everythingWritten(site);
      await setTimeout(Math.max(0, stoppedAt + stop.seconds * 1000 - performance.now()));
      const { outcome, after } = await first.goOn();
      assert.deepEqual(accepted(after), [], `what was accepted of ${describeOutcome(outcome)}`);
      if (!wasDone) assert.notEqual(outcome.code, EXIT.done, describeOutcome(outcome));
      assert.deepEqual(withoutCreated(await everythingWritten(site), after), settled);
      await estate.untilHealthy();
    }
    assertExit(await rollback(site), EXIT.done);
    assert.deepEqual(await everythingRestorable(site), before);
    await estate.untilHealthy();
  } catch (cause) {
    throw new Error(`${stop.variant} at ${where ?? 'no request'}, then ${stop.second}: ${String(cause)}`, {
      cause,
    });
  }
  if (where === undefined) return 'ended';
  return stop.second === 'rollback' ? 'rolled back' : 'resumed';
}

/** By somebody with a connection of his own. */
async function takeOver(estate: FencedEstate, { name, second }: StopCase): Promise<Outcome> {
  const { site } = estate;
  if (second === 'rollback') {
    const outcome = await rollback(site, ['--takeover']);
    assertExit(outcome, EXIT.done);
    return outcome;
  }
  const [open] = await openRuns(site);
  const args = ['--takeover', '--settle', '0s'];
  const outcome =
    open === undefined ? await moveTo(estate, name, { args }) : await resume(site, open.id, args);
  assertExit(outcome, EXIT.done);
  assertExit(await verify(site), EXIT.done);
  return outcome;
}
