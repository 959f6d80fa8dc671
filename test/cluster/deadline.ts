import { setTimeout } from 'node:timers/promises';

const POLL_MILLISECONDS = 50;

/** Asks `check` again and again until it gives a value, and returns that; throws after `seconds`. */
export async function until<T>(
  what: string,
  seconds: number,
  check: () => T | undefined | Promise<T | undefined>,
): Promise<T> {
  const deadline = performance.now() + seconds * 1000;
  for (;;) {
    const value = await check();
    if (value !== undefined) return value;
    if (performance.now() > deadline) throw new Error(`${what}: not after ${seconds.toString()} s`);
    await setTimeout(POLL_MILLISECONDS);
  }
}
