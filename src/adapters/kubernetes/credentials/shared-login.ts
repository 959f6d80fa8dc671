import { createSingleFlight } from '../../http/single-flight.ts';
import type { Credentials, Login } from './credentials.ts';

/** A login that may end at a given time (milliseconds since 1970). */
export interface ExpiringLogin extends Login {
  readonly expires?: number | undefined;
}

/** Fetches a login once for all requests that run in parallel, and again when it has expired or was rejected. */
export function sharedLogin(fetchLogin: () => Promise<ExpiringLogin>, now: () => number): Credentials {
  const isFresh = ({ expires = Infinity }: ExpiringLogin): boolean => now() < expires;
  const logins = createSingleFlight<ExpiringLogin>({ isFresh, now });
  const current = async (): Promise<Login> => logins.get('', fetchLogin, undefined);
  return {
    current,
    renew: async (rejected) => {
      logins.forget('', rejected);
      return current();
    },
  };
}
