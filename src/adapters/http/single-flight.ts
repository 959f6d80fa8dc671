/** Shares one call and its result between concurrent callers. */
export interface SingleFlight<T> {
  /** The result of the call under way or done for this key; otherwise begins one. */
  get(key: string, call: () => Promise<T>, signal: AbortSignal | undefined): Promise<T>;
  /** Keeps this result for the key from now on. */
  set(key: string, value: T): void;
  /** Drops this result of the key; one that took its place meanwhile stays. */
  forget(key: string, value: T): void;
}

interface SingleFlightOptions<T> {
  /** Whether a result may still be used. */
  readonly isFresh: (value: T) => boolean;
  /** How long a failure counts for those who come later, in milliseconds; default: not at all. */
  readonly failureMemory?: number;
  readonly now: () => number;
}

interface Entry<T> {
  readonly result: Promise<T>;
  readonly signal: AbortSignal | undefined;
  /** What came of it, once it did. */
  value?: T;
  /** Until when a failure is remembered, once it failed. */
  failedUntil?: number;
}

/** A call that ended because its first caller gave up is made again for the others. */
export function createSingleFlight<T extends object>(options: SingleFlightOptions<T>): SingleFlight<T> {
  const entries = new Map<string, Entry<T>>();
  const isForgotten = (entry: Entry<T>): boolean => (entry.failedUntil ?? Infinity) <= options.now();
  const begin = (key: string, call: () => Promise<T>, signal: AbortSignal | undefined): Promise<T> => {
    const entry: Entry<T> = { result: call(), signal };
    entries.set(key, entry);
    entry.result.then(
      (value) => {
        entry.value = value;
      },
      () => {
        entry.failedUntil = options.now() + (options.failureMemory ?? 0);
      },
    );
    return entry.result;
  };
  /** The entry's result, unless it is of no use for this caller. */
  const usable = async (entry: Entry<T>, signal: AbortSignal | undefined): Promise<T | undefined> => {
    try {
      const value = await entry.result;
      return options.isFresh(value) ? value : undefined;
    } catch (error) {
      if (entry.signal?.aborted !== true || signal?.aborted === true) throw error;
      return undefined;
    }
  };
  const get: SingleFlight<T>['get'] = async (key, call, signal) => {
    const entry = entries.get(key);
    if (entry === undefined || isForgotten(entry)) return begin(key, call, signal);
    const value = await usable(entry, signal);
    if (value !== undefined) return value;
    return entries.get(key) === entry ? begin(key, call, signal) : get(key, call, signal);
  };
  return {
    get,
    set: (key, value) => {
      entries.set(key, { result: Promise.resolve(value), signal: undefined, value });
    },
    forget: (key, value) => {
      if (entries.get(key)?.value === value) entries.delete(key);
    },
  };
}
