import type { Clock } from '../../../../src/adapters/registry/clock.ts';

/** A clock whose waits end at once, and are written down. */
export interface ManualClock extends Clock {
  /** Milliseconds of each wait. */
  readonly waits: readonly number[];
  advance(milliseconds: number): void;
}

export function createManualClock(): ManualClock {
  const waits: number[] = [];
  let now = Date.UTC(2026, 0, 1);
  return {
    waits,
    advance: (milliseconds) => {
      now += milliseconds;
    },
    now: () => now,
    wait: async (milliseconds, signal) => {
      await Promise.resolve();
      signal?.throwIfAborted();
      waits.push(milliseconds);
      now += milliseconds;
    },
    random: () => 0.5,
  };
}
