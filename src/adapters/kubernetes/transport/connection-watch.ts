/** Whoever is told that the API server is not reached any more, and that it is again. */
import type { ClusterError } from '../../../domain/errors.ts';

export interface ConnectionWatch {
  /** Requests are repeated meanwhile. */
  readonly lost: (error: ClusterError) => void;
  readonly back: () => void;
}

export const NOBODY_WATCHES: ConnectionWatch = { lost: () => undefined, back: () => undefined };
