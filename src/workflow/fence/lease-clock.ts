/** The local clock for leases; never compared with other machines. */
import { setTimeout as pause } from 'node:timers/promises';

export interface LeaseClock {
  /** Milliseconds of a monotonic clock; may stop while the machine sleeps. */
  readonly monotonic: () => number;
  /** Milliseconds since 1970: for timestamps, and to detect that the machine slept. */
  readonly wall: () => number;
  /** Rejects with the signal's reason when that is aborted. */
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** Calls back later; returns a cancel function. Does not keep the process alive. */
  readonly later: (milliseconds: number, run: () => void) => () => void;
}

/** A point in time on this machine. */
export interface Moment {
  readonly monotonic: number;
  readonly wall: number;
}

export function momentOf({ monotonic, wall }: LeaseClock): Moment {
  return { monotonic: monotonic(), wall: wall() };
}

/**
 * Milliseconds since a moment, the larger value of both clocks: one stops while the machine sleeps, the other can be
 * set. Overestimating is safe for a lease holder.
 */
export function longestSince(moment: Moment, clock: LeaseClock): number {
  return Math.max(clock.monotonic() - moment.monotonic, clock.wall() - moment.wall);
}

export const SYSTEM_CLOCK: LeaseClock = {
  monotonic: () => performance.now(),
  wall: () => Date.now(),
  sleep: async (milliseconds, signal) => {
    try {
      await pause(milliseconds, undefined, { signal });
    } catch (error) {
      signal.throwIfAborted();
      throw error;
    }
  },
  later: (milliseconds, run) => {
    const timer = setTimeout(run, milliseconds).unref();
    return () => {
      clearTimeout(timer);
    };
  },
};
