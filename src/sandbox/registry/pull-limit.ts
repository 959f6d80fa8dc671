import { errorAnswer, type Answer } from './answer.ts';
import type { RegistryRequest } from './registry-request.ts';
import type { Route } from './route.ts';

/** So many manifests may be pulled in so many seconds, as at Docker Hub ("Docker Hub pull usage and limits"). */
export interface RateLimit {
  readonly pulls: number;
  /** Seconds. */
  readonly window: number;
}

/** What a limit says to a request. */
export interface PullVerdict {
  /** `ratelimit-*` headers of the answer. */
  readonly headers: Readonly<Record<string, string>>;
  /** 429 with `Retry-After` when nothing is left. */
  readonly refusal?: Answer;
}

/** Counts the GETs of manifests (a HEAD is free, as at Docker Hub) in windows that begin with the first of them. */
export function countPulls(
  limit: RateLimit | undefined,
): (request: RegistryRequest, route: Route) => PullVerdict {
  let used = 0;
  let ends = 0;
  return (request, route) => {
    if (limit === undefined || route.kind !== 'manifest') return { headers: {} };
    const now = Date.now();
    if (now >= ends) [used, ends] = [0, now + limit.window * 1000];
    const counts = request.method === 'GET';
    const exhausted = counts && used >= limit.pulls;
    if (counts && !exhausted) used += 1;
    const window = `;w=${limit.window}`;
    const headers = {
      'ratelimit-limit': `${limit.pulls}${window}`,
      'ratelimit-remaining': `${limit.pulls - used}${window}`,
    };
    if (!exhausted) return { headers };
    const wait = Math.ceil((ends - now) / 1000);
    return { headers, refusal: errorAnswer(429, 'TOOMANYREQUESTS', { 'retry-after': `${wait}` }) };
  };
}
