import pLimit from 'p-limit';
import type { Clock } from '../../http/clock.ts';

/** The queue before one host: bounded concurrency, and a pause for all when the host asks for one. */
export interface HostLine {
  /** Runs a task when it is its turn. */
  run<T>(task: () => Promise<T>, signal: AbortSignal | undefined): Promise<T>;
  /** Blocks all requests for this many milliseconds. */
  pause(milliseconds: number): void;
}

export function createHostLine(concurrency: number, clock: Clock): HostLine {
  const limit = pLimit(concurrency);
  let resumes = 0;
  return {
    run: async (task, signal) =>
      limit(async () => {
        for (let left = resumes - clock.now(); left > 0; left = resumes - clock.now()) {
          await clock.sleep(left, signal);
        }
        return task();
      }),
    pause: (milliseconds) => {
      resumes = Math.max(resumes, clock.now() + milliseconds);
    },
  };
}
