/** Whoever is told that the API server is not reached any more, and that it is again. */
import type { ClusterError } from '../../../domain/errors.ts';

export interface ConnectionWatch {
  /** Requests are repeated meanwhile. */
  readonly lost: (error: ClusterError) => void;
  /** A request waits for its answer for so long by now. */
  readonly silent: (seconds: number) => void;
  readonly back: () => void;
}

export const NOBODY_WATCHES: ConnectionWatch = {
  lost: () => undefined,
  silent: () => undefined,
  back: () => undefined,
};

/** The same, told of each trouble once however many requests see it, and of its end only where there was one. */
export function toldOnce(watch: ConnectionWatch): ConnectionWatch {
  let isTroubled = false;
  const trouble = (tell: () => void): void => {
    if (isTroubled) return;
    isTroubled = true;
    tell();
  };
  return {
    lost: (error) => {
      trouble(() => {
        watch.lost(error);
      });
    },
    silent: (seconds) => {
      trouble(() => {
        watch.silent(seconds);
      });
    },
    back: () => {
      if (isTroubled) watch.back();
      isTroubled = false;
    },
  };
}
