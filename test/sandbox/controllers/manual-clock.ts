/** A clock that only goes on when a test says so. */
import type { Clock } from '../../../src/sandbox/clock.ts';

interface Timer {
  readonly at: number;
  readonly call: () => void;
}

export interface ManualClock extends Clock {
  /** Lets so many seconds pass and calls back what was due, in its order. */
  advance(seconds: number): void;
}

/** `speed`: seconds of the sandbox for each that passes, as in `runningClock`. */
export function manualClock(speed = 1): ManualClock {
  let now = Date.parse('2026-03-01T10:00:00Z');
  const timers = new Set<Timer>();
  return {
    now: () => new Date(now),
    after: (milliseconds, call) => {
      const timer = { at: now + milliseconds / speed, call };
      timers.add(timer);
      return () => {
        timers.delete(timer);
      };
    },
    advance: (seconds) => {
      const end = now + seconds * 1000;
      for (;;) {
        const [next] = [...timers].filter(({ at }) => at <= end).toSorted((a, b) => a.at - b.at);
        if (next === undefined) break;
        timers.delete(next);
        now = Math.max(now, next.at);
        next.call();
      }
      now = end;
    },
  };
}
