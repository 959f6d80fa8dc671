import type { Credentials, Login } from './credentials.ts';

/** A login that may end at a given time (milliseconds since 1970). */
export interface ExpiringLogin extends Login {
  readonly expires?: number | undefined;
}

/** Fetches a login once for all requests that run in parallel, and again when it has expired or was rejected. */
export function sharedLogin(fetchLogin: () => Promise<ExpiringLogin>, now: () => number): Credentials {
  let shared: Promise<ExpiringLogin> | undefined;
  let latest: ExpiringLogin | undefined;

  function fetchShared(): Promise<ExpiringLogin> {
    latest = undefined;
    shared = fetchLogin().then(
      (login) => {
        latest = login;
        return login;
      },
      (error: unknown) => {
        shared = undefined;
        throw error;
      },
    );
    return shared;
  }

  return {
    current() {
      const expired = latest?.expires !== undefined && latest.expires <= now();
      return shared === undefined || expired ? fetchShared() : shared;
    },
    renew(rejected) {
      return shared === undefined || latest === rejected ? fetchShared() : shared;
    },
  };
}
