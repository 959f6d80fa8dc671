import assert from 'node:assert/strict';
import { mock } from 'node:test';
import { type IdleTimer, idleTimer } from '../../../src/workflow/copy/idle-timer.ts';

const LIMIT = 60_000;
const HOURS = 3_600_000;

/** What happens, and how much later. */
type Course = (timer: IdleTimer) => void;

async function expires(seconds: number, course: Course): Promise<boolean> {
  const timer = idleTimer(seconds);
  let expired = false;
  void timer.expired.then(() => (expired = true));
  course(timer);
  await Promise.resolve();
  timer.stop();
  return expired;
}

const pass = (milliseconds: number): void => {
  mock.timers.tick(milliseconds);
};

describe('idleTimer', () => {
  beforeEach(() => {
    mock.timers.enable({ apis: ['setTimeout'] });
  });
  afterEach(() => {
    mock.timers.reset();
  });

  const cases: readonly [string, boolean, Course][] = [
    [
      'nothing happens',
      true,
      () => {
        pass(LIMIT);
      },
    ],
    [
      'the time is not over',
      false,
      () => {
        pass(LIMIT - 1);
      },
    ],
    [
      'a pod only waits',
      true,
      ({ see }) => {
        pass(LIMIT / 2);
        see('a', 'waiting');
        pass(LIMIT / 2);
      },
    ],
    [
      'a pod runs',
      false,
      ({ see }) => {
        see('a', 'running');
        pass(9 * HOURS);
      },
    ],
    [
      'a pod has just ended',
      false,
      ({ see }) => {
        pass(LIMIT - 1);
        see('a', 'ended');
        pass(LIMIT - 1);
      },
    ],
    [
      'the only pod ended long ago',
      true,
      ({ see }) => {
        see('a', 'running');
        see('a', 'ended');
        pass(LIMIT);
      },
    ],
    [
      'another pod runs on',
      false,
      ({ see }) => {
        see('a', 'running');
        see('b', 'running');
        see('a', 'ended');
        pass(LIMIT);
      },
    ],
    [
      'a pod that has ended is told of again',
      true,
      ({ see }) => {
        see('a', 'ended');
        pass(LIMIT - 1);
        see('a', 'ended');
        pass(1);
      },
    ],
    [
      'it was stopped',
      false,
      ({ see, stop }) => {
        stop();
        see('a', 'ended');
        pass(LIMIT);
      },
    ],
  ];
  for (const [name, expected, course] of cases) {
    it(`${expected ? 'expires' : 'does not expire'} when ${name}`, async () => {
      assert.equal(await expires(LIMIT / 1000, course), expected);
    });
  }

  it('never expires at 0 seconds', async () => {
    assert.equal(
      await expires(0, () => {
        pass(9 * HOURS);
      }),
      false,
    );
  });

  it('does not expire at once when the time is longer than a timer takes', async () => {
    assert.equal(
      await expires(1e9, () => {
        pass(HOURS);
      }),
      false,
    );
  });
});
