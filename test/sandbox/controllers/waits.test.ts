import assert from 'node:assert/strict';
import { Waits } from '../../../src/sandbox/controllers/waits.ts';
import { manualClock } from './manual-clock.ts';

const since = '2026-03-01T10:00:00Z';
const wait = { id: 'a', since, milliseconds: 10_000 };

describe('waits', () => {
  for (const { speed, seconds } of [
    { speed: 1, seconds: 10 },
    { speed: 10, seconds: 1 },
  ]) {
    it(`are over after ${seconds} s at speed ${speed}, and stay so`, () => {
      const clock = manualClock(speed);
      const waits = new Waits(clock);
      let calls = 0;
      const over = () => waits.over(wait, () => (calls += 1));
      assert.equal(over(), false);
      clock.advance(seconds - 0.1);
      assert.equal(over(), false);
      clock.advance(0.1);
      assert.equal(calls, 2);
      assert.equal(over(), true);
      clock.advance(60);
      assert.equal(over(), true);
    });
  }

  it('are apart by what is awaited and since when', () => {
    const clock = manualClock(10);
    const waits = new Waits(clock);
    const ignore = () => undefined;
    assert.equal(waits.over(wait, ignore), false);
    clock.advance(1);
    assert.equal(waits.over(wait, ignore), true);
    assert.equal(waits.over({ ...wait, id: 'b' }, ignore), false);
    assert.equal(waits.over({ ...wait, since: '2026-03-01T10:00:01Z' }, ignore), false);
  });

  it('call nobody once they are stopped', () => {
    const clock = manualClock();
    const waits = new Waits(clock);
    let calls = 0;
    waits.over(wait, () => (calls += 1));
    waits.stop();
    clock.advance(20);
    assert.equal(calls, 0);
  });
});
