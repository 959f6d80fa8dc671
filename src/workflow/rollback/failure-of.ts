import { ExpectedError } from '../../domain/errors.ts';

/** The message of a failure that is no reason to stop; throws any other, and everything once the user interrupted. */
export function failureOf(error: unknown, signal: AbortSignal): string {
  if (!(error instanceof ExpectedError) || signal.aborted) throw error;
  return error.message;
}
