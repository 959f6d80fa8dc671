/** Which failed writes lost a race, and how often they are retried. */
import { ClusterError, type ClusterFailure } from '../../domain/errors.ts';

/** High, since controllers write the status of a patched object repeatedly. */
export const ATTEMPTS = 20;

/** The reason after the last attempt. */
export const GAVE_UP = `it was changed concurrently: gave up after ${ATTEMPTS} attempts`;

const RACED: ReadonlySet<ClusterFailure> = new Set(['conflict', 'patch-test-failed']);

/**
 * Whether the object changed since it was read, so that reading and deciding again helps. `also`: another failure
 * that means so.
 */
export function isConflict(error: unknown, also?: ClusterFailure): boolean {
  return error instanceof ClusterError && (RACED.has(error.failure) || error.failure === also);
}
