import { setTimeout as pause } from 'node:timers/promises';

/** Waits so many seconds of the timetable; rejects when the stand-in is told to end. */
export type Wait = (seconds: number) => Promise<void>;

export function timetable(speed: number, signal: AbortSignal): Wait {
  return async (seconds) => {
    await pause((seconds * 1000) / speed, undefined, { signal });
  };
}
