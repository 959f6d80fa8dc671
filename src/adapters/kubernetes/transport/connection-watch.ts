/** Callbacks for losing and regaining the API server. */
import type { ClusterError } from '../../../domain/errors.ts';

export interface ConnectionWatch {
  /** Requests are repeated meanwhile. */
  readonly lost: (error: ClusterError) => void;
  /** How long a request has been waiting for its response. */
  readonly silent: (seconds: number) => void;
  readonly back: () => void;
}

export const NOBODY_WATCHES: ConnectionWatch = {
  lost: () => undefined,
  silent: () => undefined,
  back: () => undefined,
};

/** The same, called once per outage however many requests see it, and for its end only after one. */
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
