/**
 * Whether a time of the sandbox has passed. Timestamps are in real time while waiting may be shorter, so what is awaited
 * is remembered here, not computed from timestamps alone.
 */
import type { Cancel, Clock } from '../clock.ts';

export interface Wait {
  /** What is awaited, such as the uid of a pod. */
  readonly id: string;
  /** Timestamp from which on it is awaited. */
  readonly since: string;
  /** Of the sandbox's time. */
  readonly milliseconds: number;
}

interface Awaited {
  readonly cancel: Cancel;
  /** When it is over by the timestamps alone, in milliseconds of the epoch. */
  readonly end: number;
  /** Asked for while it was awaited: told when it is over. */
  readonly calls: Set<() => void>;
  over: boolean;
}

/** From so many on those are forgotten whose timestamps tell the same. */
const MANY = 1000;

export class Waits {
  readonly #clock: Clock;
  readonly #awaited = new Map<string, Awaited>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** If it has not passed yet, `then` is called when it has. */
  over({ id, since, milliseconds }: Wait, then: () => void): boolean {
    const end = Date.parse(since) + milliseconds;
    const left = end - this.#clock.now().getTime();
    if (left <= 0) return true;
    const key = `${id} ${since} ${milliseconds}`;
    const known = this.#awaited.get(key) ?? this.#begin(key, { end, left });
    if (!known.over) known.calls.add(then);
    return known.over;
  }

  stop(): void {
    for (const { cancel } of this.#awaited.values()) cancel();
    this.#awaited.clear();
  }

  #begin(key: string, { end, left }: { readonly end: number; readonly left: number }): Awaited {
    this.#forget();
    const calls = new Set<() => void>();
    const cancel = this.#clock.after(left, () => {
      awaited.over = true;
      for (const call of calls) call();
      calls.clear();
    });
    const awaited: Awaited = { cancel, end, calls, over: false };
    this.#awaited.set(key, awaited);
    return awaited;
  }

  #forget(): void {
    if (this.#awaited.size < MANY) return;
    const now = this.#clock.now().getTime();
    for (const [key, { end, over }] of this.#awaited) {
      if (over && end <= now) this.#awaited.delete(key);
    }
  }
}
