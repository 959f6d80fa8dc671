/** Keys that wait to be looked at: each once, in later turns of the event loop, failures again after a growing delay. */
import type { Cancel, Clock } from '../clock.ts';
import { ApiFailure } from '../objects/api-failure.ts';

export interface WorkQueueOptions {
  readonly clock: Clock;
  /** Brings what the key names to its wished state; an ApiFailure that it throws makes it come again. */
  readonly work: (key: string) => void;
}

/** Delays of client-go's workqueue: 5 ms, doubled with every failure, 1000 s at most. */
const FIRST_DELAY = 5;
const LONGEST_DELAY = 1_000_000;

export class WorkQueue {
  readonly #clock: Clock;
  readonly #work: (key: string) => void;
  readonly #dirty = new Set<string>();
  readonly #failures = new Map<string, number>();
  readonly #waits = new Set<Cancel>();
  #next: NodeJS.Immediate | undefined;
  #stopped = false;

  constructor({ clock, work }: WorkQueueOptions) {
    this.#clock = clock;
    this.#work = work;
  }

  add(key: string): void {
    if (this.#stopped) return;
    this.#dirty.add(key);
    this.#next ??= setImmediate(this.#turn);
  }

  /** `milliseconds` of the sandbox's time. */
  addAfter(key: string, milliseconds: number): void {
    const cancel = this.#clock.after(milliseconds, () => {
      this.#waits.delete(cancel);
      this.add(key);
    });
    this.#waits.add(cancel);
  }

  stop(): void {
    this.#stopped = true;
    this.#dirty.clear();
    if (this.#next !== undefined) clearImmediate(this.#next);
    for (const cancel of this.#waits) cancel();
  }

  /** One key a turn, so that requests are answered in between. */
  readonly #turn = (): void => {
    this.#next = undefined;
    const [key] = this.#dirty;
    if (key === undefined) return;
    this.#dirty.delete(key);
    if (this.#dirty.size > 0) this.#next = setImmediate(this.#turn);
    this.#try(key);
  };

  #try(key: string): void {
    try {
      this.#work(key);
      this.#failures.delete(key);
    } catch (error) {
      if (!(error instanceof ApiFailure)) throw error;
      const failures = this.#failures.get(key) ?? 0;
      this.#failures.set(key, failures + 1);
      this.addAfter(key, Math.min(FIRST_DELAY * 2 ** failures, LONGEST_DELAY));
    }
  }
}
