/** When a write counts as overtaken by somebody else's, and how often it is tried again. */
import { ClusterError, type ClusterFailure } from '../../domain/errors.ts';

/** Controllers write the status of what was just patched, again and again. */
export const ATTEMPTS = 20;

/** Why an attempt is given up for good. */
export const GAVE_UP = `somebody else kept changing it: gave up after ${ATTEMPTS} attempts`;

const RACED: ReadonlySet<ClusterFailure> = new Set(['conflict', 'patch-test-failed']);

/** Whether the object is not any more as it was read, so that reading and deciding again helps. `also`: what else means that. */
export function isConflict(error: unknown, also?: ClusterFailure): boolean {
  return error instanceof ClusterError && (RACED.has(error.failure) || error.failure === also);
}
