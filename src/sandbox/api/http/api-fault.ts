import type { ApiRequest } from './api-request.ts';

/** How one answer goes wrong. Fields combine: a late 429, a list that is cut in the middle. */
export interface ApiFault {
  /** Answer with this failure (its `retryAfterSeconds` makes the header) instead of doing anything. */
  readonly failure?: Error;
  /** Added to the answer, replacing what it says. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The request is looked at only after this. */
  readonly after?: Promise<unknown>;
  /** The connection is cut after so many bytes of the body as it is sent; 0: before any answer. */
  readonly cutAfter?: number;
}

/** Asked before every request is answered; `undefined`: nothing goes wrong. */
export type ApiFaultHook = (request: ApiRequest) => ApiFault | undefined;
