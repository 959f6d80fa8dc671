import { backoff, spread } from '../../http/backoff.ts';
import type { Clock } from '../../http/clock.ts';
import type { ApiCall, Perform } from './api-call.ts';
import type { ApiRequest } from './api-request.ts';
import { NOBODY_WATCHES } from './connection-watch.ts';
import type { Failed, Outcome, Progress } from './outcome.ts';

/** How often a request is repeated at most. */
const RETRIES: Readonly<Record<Progress, number>> = {
  'turned-away': 10,
  'never-sent': 8,
  unknown: 5,
  decided: 0,
};

/** The same for a server that has never answered: most likely its address is wrong, and the user should know soon. */
const FIRST_RETRIES: Readonly<Record<Progress, number>> = { ...RETRIES, 'never-sent': 0, unknown: 2 };

/** Maximum wait, whatever a server asks for. */
const LONGEST_RETRY_AFTER = 30_000;

/**
 * Repeats what is harmless to repeat: anything that the server did not process, and what may have been processed
 * where twice is as good as once.
 */
export function withRetries(perform: Perform, clock: Clock, watch = NOBODY_WATCHES): Perform {
  let hasAnswered = false;
  const seen = (outcome: Outcome<unknown>, retries: number): void => {
    if (outcome.ok || outcome.status !== undefined) {
      watch.back();
      hasAnswered = true;
      return;
    }
    // A single connection may break at any time; the next attempt shows whether the server is down.
    if (hasAnswered && retries > 0 && outcome.progress !== 'decided') watch.lost(outcome.error);
  };
  return async <T>(call: ApiCall<T>): Promise<Outcome<T>> => {
    const { repeatable = call.request.method === 'GET' } = call;
    let afterDoubt = false;
    for (let retries = 0; ; retries += 1) {
      const outcome = await perform(call);
      seen(outcome, retries);
      if (outcome.ok) return outcome;
      const limit = (hasAnswered ? RETRIES : FIRST_RETRIES)[outcome.progress];
      const unsafe = outcome.progress === 'unknown' && !repeatable;
      if (unsafe || retries >= limit) return { ...outcome, afterDoubt };
      afterDoubt ||= outcome.progress === 'unknown';
      await clock.sleep(delayOf(outcome, retries, clock), waitingFor(call.request));
    }
  };
}

/** What ends a wait: also what would let the next attempt not be made. */
function waitingFor({ signal, permit }: ApiRequest): AbortSignal | undefined {
  const signals = [signal, permit?.signal].filter((one) => one !== undefined);
  return signals.length < 2 ? signals[0] : AbortSignal.any(signals);
}

/** Milliseconds. */
function delayOf({ retryAfter }: Failed, retries: number, clock: Clock): number {
  const random = clock.random();
  return retryAfter === undefined
    ? backoff(retries, random)
    : spread(Math.min(retryAfter, LONGEST_RETRY_AFTER), random);
}
