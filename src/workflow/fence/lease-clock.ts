/** The time by which leases are judged: only ever one's own. */
import { setTimeout as pause } from 'node:timers/promises';

export interface LeaseClock {
  /** Milliseconds on a clock that nobody sets; it may stand still while the machine sleeps. */
  readonly monotonic: () => number;
  /** Milliseconds since 1970 as this machine believes: to be written down, and to notice that the machine slept. */
  readonly wall: () => number;
  /** Rejects with the signal's reason when that is aborted. */
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** Calls back later; returns how to cancel that. Keeps no process alive. */
  readonly later: (milliseconds: number, run: () => void) => () => void;
}

/** A moment, to be compared with later ones on the same machine. */
export interface Moment {
  readonly monotonic: number;
  readonly wall: number;
}

export function momentOf({ monotonic, wall }: LeaseClock): Moment {
  return { monotonic: monotonic(), wall: wall() };
}

/**
 * Milliseconds since a moment, as the clock says that saw more pass: one stands still while the machine sleeps, the
 * other can be set. Whoever holds something for a time must not take it for longer than it is.
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
