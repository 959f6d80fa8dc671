import { ExpectedError } from '../../domain/errors.ts';

/** The message of an expected failure. Rethrows others, and everything after an interruption. */
export function failureOf(error: unknown, signal: AbortSignal): string {
  if (!(error instanceof ExpectedError) || signal.aborted) throw error;
  return error.message;
}
