/** Time of the sandbox: clocks show the real time, waiting may be shorter. */
export interface Clock {
  now(): Date;
  /** Calls back once after `milliseconds` of the sandbox's time, unless cancelled. */
  after(milliseconds: number, call: () => void): Cancel;
}

export type Cancel = () => void;

/** `speed`: how many seconds of the sandbox pass in one; waiting keeps no process alive. */
export function runningClock(speed = 1): Clock {
  return {
    now: () => new Date(),
    after: (milliseconds, call) => {
      const timer = setTimeout(call, milliseconds / speed);
      timer.unref();
      return () => {
        clearTimeout(timer);
      };
    },
  };
}

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
