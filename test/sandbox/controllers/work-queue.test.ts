import assert from 'node:assert/strict';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { WorkQueue } from '../../../src/sandbox/controllers/work-queue.ts';
import { ApiFailure } from '../../../src/sandbox/objects/api-failure.ts';
import { manualClock } from './manual-clock.ts';

const CONFLICT = new ApiFailure(409, 'Conflict', 'the object has been modified');

describe('work queue', () => {
  it('works later, once for many marks, in their order', async () => {
    const done: string[] = [];
    const queue = new WorkQueue({ clock: manualClock(), work: (key) => done.push(key) });
    for (const key of ['a', 'b', 'a']) queue.add(key);
    assert.deepEqual(done, []);
    await turns();
    assert.deepEqual(done, ['a', 'b']);
  });

  it('never works on anything while it is at work', async () => {
    let depth = 0;
    const depths: number[] = [];
    const queue = new WorkQueue({
      clock: manualClock(),
      work: (key) => {
        depths.push((depth += 1));
        if (depths.length < 5) queue.add(key);
        depth -= 1;
      },
    });
    queue.add('a');
    await turns();
    assert.deepEqual(depths, [1, 1, 1, 1, 1]);
  });

  it('tries again what failed, twice as long after each failure, and forgets them after a success', async () => {
    const clock = manualClock();
    const tries: number[] = [];
    let failures = 3;
    const queue = new WorkQueue({
      clock,
      work: () => {
        tries.push(clock.now().getTime());
        failures -= 1;
        if (failures >= 0) throw CONFLICT;
      },
    });
    queue.add('a');
    for (let millisecond = 0; millisecond < 60; millisecond += 1) {
      await turns();
      clock.advance(0.001);
    }
    const waits = tries.slice(1).map((time, index) => time - (tries[index] ?? 0));
    assert.deepEqual(waits, [5, 10, 20]);
    failures = 1;
    queue.add('a');
    await turns();
    clock.advance(0.005);
    await turns();
    assert.equal(tries.length, 6);
  });

  it('works no more once it is stopped', async () => {
    const done: string[] = [];
    const clock = manualClock();
    const queue = new WorkQueue({ clock, work: (key) => done.push(key) });
    queue.add('a');
    queue.addAfter('b', 5);
    queue.stop();
    queue.add('c');
    clock.advance(1);
    await turns();
    assert.deepEqual(done, []);
  });
});

async function turns(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await nextTurn();
}
