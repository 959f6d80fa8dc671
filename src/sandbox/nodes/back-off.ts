/** Waiting longer after each failure (client-go util/flowcontrol `Backoff`, without its jitter). */
import type { Cancel, Clock } from '../clock.ts';

const FIRST = 10_000;
const LONGEST = 300_000;

interface Entry {
  readonly wait: number;
  isOver: boolean;
  readonly cancel: Cancel;
}

export class BackOff {
  readonly #clock: Clock;
  readonly #entries = new Map<string, Entry>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Counts a failure: 10 s at first, twice as long each time, 300 s at most; after 10 quiet minutes anew. */
  next(key: string): void {
    const last = this.#entries.get(key);
    last?.cancel();
    const wait = last === undefined ? FIRST : Math.min(2 * last.wait, LONGEST);
    const ending = this.#clock.after(wait, () => {
      entry.isOver = true;
    });
    const forgetting = this.#clock.after(2 * LONGEST, () => {
      this.#entries.delete(key);
    });
    const cancel = (): void => {
      ending();
      forgetting();
    };
    const entry: Entry = { wait, isOver: false, cancel };
    this.#entries.set(key, entry);
  }

  /** Milliseconds of the wait that is going on; `undefined`: go on. */
  waiting(key: string): number | undefined {
    const entry = this.#entries.get(key);
    return entry?.isOver === false ? entry.wait : undefined;
  }

  forget(key: string): void {
    this.#entries.get(key)?.cancel();
    this.#entries.delete(key);
  }

  stop(): void {
    for (const key of this.#entries.keys()) this.forget(key);
  }
}
