/** A clock for leases that only the test moves on. */
import type { LeaseClock } from '../../../src/workflow/fence/lease-clock.ts';

export interface ManualClock extends LeaseClock {
  /** Lets time pass second by second, and everything happen that is due. */
  readonly pass: (seconds: number) => Promise<void>;
  /** Lets time pass while the process is stopped: nothing of it happens in between. */
  readonly stopFor: (seconds: number) => void;
  /** As on a machine that sleeps: only the time of day moves on. */
  readonly sleepFor: (seconds: number) => void;
  /** Lets every sleep take no longer than it takes to pass the time. */
  readonly hurry: () => void;
}

interface Due {
  readonly at: number;
  readonly run: () => void;
}

/** `aheadSeconds`: how wrong its time of day is. */
export function manualClock(aheadSeconds = 0): ManualClock {
  let monotonic = 0;
  let wall = Date.UTC(2026, 10, 30) + aheadSeconds * 1000;
  let isHurried = false;
  const dues = new Set<Due>();
  const move = (milliseconds: number): void => {
    monotonic += milliseconds;
    wall += milliseconds;
  };
  const runDue = async (): Promise<void> => {
    for (const due of [...dues].filter(({ at }) => at <= monotonic).toSorted((a, b) => a.at - b.at)) {
      if (dues.delete(due)) due.run();
      await turns();
    }
  };
  const later = (milliseconds: number, run: () => void): (() => void) => {
    const due = { at: monotonic + milliseconds, run };
    dues.add(due);
    return () => dues.delete(due);
  };
  const pass = async (seconds: number): Promise<void> => {
    await turns();
    for (let second = 0; second < seconds; second += 1) {
      move(1000);
      await runDue();
      await turns();
    }
  };
  return {
    monotonic: () => monotonic,
    wall: () => wall,
    later,
    pass,
    sleep: async (milliseconds, signal) => {
      signal.throwIfAborted();
      if (isHurried) return pass(Math.ceil(milliseconds / 1000));
      const { promise, resolve, reject } = Promise.withResolvers<undefined>();
      const cancel = later(milliseconds, () => {
        resolve(undefined);
      });
      signal.addEventListener('abort', () => {
        cancel();
        reject(signal.reason as Error);
      });
      await promise;
    },
    stopFor: (seconds) => {
      move(seconds * 1000);
    },
    sleepFor: (seconds) => {
      wall += seconds * 1000;
    },
    hurry: () => {
      isHurried = true;
    },
  };
}

/** Lets everything happen that waits for nothing but its turn. */
async function turns(): Promise<void> {
  for (let turn = 0; turn < 30; turn += 1) await Promise.resolve();
  await new Promise((resolve) => void setImmediate(resolve));
}
