import type { Clock } from '../../src/adapters/http/clock.ts';

/** A clock on which sleeping takes no time but the clock's own, and is written down. */
export interface RecordingClock extends Clock {
  /** Milliseconds of each sleep. */
  readonly slept: readonly number[];
  /** Lets time pass. */
  advance(milliseconds: number): void;
}

const TOO_OFTEN = 100;

/** Starts in 2026; chance always gives 0. */
export function recordingClock(): RecordingClock {
  let now = Date.UTC(2026, 0, 1);
  const slept: number[] = [];
  return {
    slept,
    now: () => now,
    random: () => 0,
    advance: (milliseconds) => {
      now += milliseconds;
    },
    sleep: (milliseconds, signal) => {
      slept.push(milliseconds);
      if (slept.length > TOO_OFTEN) throw new Error('slept without end');
      now += milliseconds;
      signal?.throwIfAborted();
      return Promise.resolve();
    },
  };
}
