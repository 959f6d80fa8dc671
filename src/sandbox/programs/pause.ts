import type { Clock } from '../clock.ts';

/** Waits so many milliseconds of the sandbox's time; `false`: told to end before. */
export async function pause(milliseconds: number, clock: Clock, signal: AbortSignal): Promise<boolean> {
  if (signal.aborted) return false;
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const cancel = clock.after(milliseconds, () => {
    resolve(true);
  });
  const stop = (): void => {
    cancel();
    resolve(false);
  };
  signal.addEventListener('abort', stop, { once: true });
  const waited = await promise;
  signal.removeEventListener('abort', stop);
  return waited;
}
