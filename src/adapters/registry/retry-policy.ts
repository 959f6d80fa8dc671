import { errorCode } from './error-code.ts';
import type { HttpAnswer } from './http-exchange.ts';

const PASSING_STATUS = new Set([408, 429]);
/** What the server will never do. */
const LASTING_STATUS = new Set([501, 505]);
const PASSING_CODE = new Set(['ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EAI_AGAIN']);

/** Whether the same request may well succeed a moment later. All our requests can be repeated. */
export function isPassingAnswer({ status }: HttpAnswer): boolean {
  return PASSING_STATUS.has(status) || (status >= 500 && !LASTING_STATUS.has(status));
}

export function isPassingError(error: unknown): boolean {
  return PASSING_CODE.has(errorCode(error));
}

/** Milliseconds before the next attempt: 0.25 s doubled each time up to 10 s, of which a random half is left out. */
export function backoff(attempt: number, random: number): number {
  const full = Math.min(250 * 2 ** attempt, 10_000);
  return full / 2 + (full / 2) * random;
}
