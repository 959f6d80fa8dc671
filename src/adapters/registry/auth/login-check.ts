import type { AskAs, Outcome, RefusedQuestion } from './authorized-request.ts';
import type { Challenges } from './challenges.ts';
import type { Clock } from '../../http/clock.ts';
import { apiUrl, type Destination } from '../transport/destination.ts';
import { loginKey, type Login } from './login.ts';
import { createSingleFlight } from '../../http/single-flight.ts';

/**
 * What a registry says of a login by itself. `unchecked`: it lets everybody in, whatever the login. `no-registry`: something
 * else answers, with this status.
 */
export type LoginVerdict =
  | { readonly kind: 'accepted' | 'unchecked' }
  | ({ readonly kind: 'rejected' } & Omit<RefusedQuestion, 'kind'>)
  | { readonly kind: 'no-registry'; readonly status: number; readonly isWebPage: boolean };

/** Asks for nothing but to be let in: `GET /v2/` with a token for no repository, as `docker login` does. */
export type CheckLogin = (
  destination: Destination,
  login: Login,
  signal: AbortSignal | undefined,
) => Promise<LoginVerdict>;

/** So long a verdict holds, in milliseconds: thousands of repositories may raise the question. */
const MEMORY = 60_000;

export function createCheckLogin(askAs: AskAs, challenges: Challenges, clock: Clock): CheckLogin {
  const calls = createSingleFlight<{ readonly verdict: LoginVerdict; readonly until: number }>({
    isFresh: ({ until }) => clock.now() < until,
    now: () => clock.now(),
  });
  const ask: CheckLogin = async (destination, login, signal) => {
    const url = new URL('v2/', apiUrl(destination));
    const outcome = await askAs(
      { destination, method: 'GET', url, accept: '*/*', scope: undefined },
      login,
      signal,
    );
    const { scheme } = await challenges.of(destination, signal);
    // It did not say which login it wants, so that none was sent.
    if (outcome.kind === 'refused' && scheme === 'none')
      return { kind: 'no-registry', status: outcome.status, isWebPage: false };
    const letsAllIn = scheme === 'none' || (scheme === 'basic' && challenges.isOpen(destination));
    return verdictOf(outcome, letsAllIn);
  };
  return async (destination, login, signal) => {
    const key = JSON.stringify([destination.host, destination.connection, loginKey(login)]);
    const call = async () => ({
      verdict: await ask(destination, login, signal),
      until: clock.now() + MEMORY,
    });
    return (await calls.get(key, call, signal)).verdict;
  };
}

/** Of the answer to `GET /v2/`. */
export function verdictOf(outcome: Outcome, letsAllIn: boolean): LoginVerdict {
  if (outcome.kind === 'refused') return { ...outcome, kind: 'rejected' };
  const { status, body, from } = outcome.answer;
  // Proxies and portals answer whatever is asked with their own page; some registries say `true` and call it HTML.
  const isWebPage = body.subarray(0, 512).toString('latin1').trimStart().startsWith('<');
  // registry.k8s.io sends also this question to a registry that wants a login for it.
  if (from !== undefined && status === 401) return { kind: 'unchecked' };
  if (status !== 200 || isWebPage) return { kind: 'no-registry', status, isWebPage };
  return { kind: letsAllIn ? 'unchecked' : 'accepted' };
}

/** Some token services give nothing to who names no repository; a 401 is about the login. */
export function mayNeedScope(verdict: LoginVerdict): boolean {
  return verdict.kind === 'rejected' && verdict.by === 'token service' && verdict.status !== 401;
}
