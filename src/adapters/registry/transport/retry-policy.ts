import { errorCode } from '../../http/error-code.ts';
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
