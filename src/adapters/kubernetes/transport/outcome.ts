import type { ClusterError } from '../../../domain/errors.ts';
import type { ApiStatus } from '../errors/api-status.ts';

/** How far a failed request got: what decides whether repeating it may do harm. */
export type Progress =
  /** No byte of it reached the server. */
  | 'never-sent'
  /** The server turned it away before processing it. */
  | 'turned-away'
  /** It may or may not have been processed. */
  | 'unknown'
  /** The server has decided: the same request would get the same answer. */
  | 'decided';

export interface Failed {
  readonly ok: false;
  readonly error: ClusterError;
  readonly progress: Progress;
  /** Milliseconds that the server wants to be left alone. */
  readonly retryAfter?: number | undefined;
  /** An earlier sending of the same request may have been processed: what failed now may be what it has done. */
  readonly afterDoubt?: boolean;
  readonly status?: ApiStatus | undefined;
}

/** What became of a request: a value instead of an exception, so that the retry decides on facts. */
export type Outcome<T> = { readonly ok: true; readonly value: T } | Failed;

/** The value, or the error thrown. */
export function valueOf<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value;
  throw outcome.error;
}
