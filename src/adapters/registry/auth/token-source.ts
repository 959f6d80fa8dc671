import { RegistryError } from '../../../domain/errors.ts';
import type { Clock } from '../../http/clock.ts';
import type { ConnectionFor } from '../../../domain/credentials/credential.ts';
import type { HttpAnswer } from '../transport/http-exchange.ts';
import { fieldsOf, parsedOrUndefined } from '../../http/json-fields.ts';
import { loginKey } from './login.ts';
import { createSingleFlight } from '../../http/single-flight.ts';
import { tokenRequest, type RequestedToken } from './token-request.ts';
import type { Transport } from '../transport/transport.ts';

/** A bearer token, or that the token service gives none for this login and scope. */
export type TokenOutcome = { readonly turn: number } & (
  | { readonly kind: 'token'; readonly token: string; readonly expires: number }
  | { readonly kind: 'refused'; readonly status: number }
);

/** Fetches tokens; each is fetched once and used until shortly before it expires. */
export interface TokenSource {
  /** How many were asked for so far: what has a higher `turn` was asked for later. */
  turn(): number;
  get(wish: RequestedToken, signal: AbortSignal | undefined): Promise<TokenOutcome>;
  /** Fetches one that was asked for after this turn, even if the old one should still be good. */
  after(turn: number, wish: RequestedToken, signal: AbortSignal | undefined): Promise<TokenOutcome>;
}

/** Seconds; "Token Authentication Specification": what `expires_in` is when it is missing. */
const DEFAULT_LIFETIME = 60;
/** A token is given up this part of its life before the end, for requests that are under way then. */
const SAFETY_PART = 0.1;

export function createTokenSource(
  transport: Transport,
  clock: Clock,
  connectionFor: ConnectionFor,
): TokenSource {
  const calls = createSingleFlight<TokenOutcome>({
    isFresh: (outcome) => outcome.kind === 'refused' || clock.now() < outcome.expires,
    now: () => clock.now(),
  });
  let turns = 0;
  const fetch = async (wish: RequestedToken, signal: AbortSignal | undefined): Promise<TokenOutcome> => {
    const request = tokenRequest(wish, connectionFor);
    const begun = clock.now();
    turns += 1;
    const turn = turns;
    const answer = await transport({ request, destination: wish.destination, signal });
    return { ...readToken(answer, { wish, request, begun }), turn };
  };
  const get: TokenSource['get'] = async (wish, signal) =>
    calls.get(keyOf(wish), async () => fetch(wish, signal), signal);
  return {
    turn: () => turns,
    get,
    after: async (turn, wish, signal) => {
      const known = await get(wish, signal);
      if (known.turn > turn) return known;
      calls.forget(keyOf(wish), known);
      return get(wish, signal);
    },
  };
}

function keyOf({ challenge, scope, login, destination }: RequestedToken): string {
  const { host, connection } = destination;
  return JSON.stringify([host, connection.tls, challenge.realm, challenge.service, scope, loginKey(login)]);
}

interface Context {
  readonly wish: RequestedToken;
  readonly request: { readonly url: URL };
  readonly begun: number;
}

/** Statuses by which a token service says that it does not know the login, or gives it nothing. */
const REFUSALS = new Set([400, 401, 403]);

/** Nothing of the answer's body is ever shown or kept as a cause: it may hold a token. */
function readToken({ status, body }: HttpAnswer, { wish, request, begun }: Context) {
  if (REFUSALS.has(status)) return { kind: 'refused', status } as const;
  const answer = fieldsOf(status === 200 ? parsedOrUndefined(body) : undefined);
  const said = [answer.token, answer.access_token];
  const token = said.find(isBearerToken);
  if (token !== undefined)
    return { kind: 'token', token, expires: begun + lifetime(answer.expires_in) } as const;
  // Granted nothing, in so many words.
  if (said.includes('')) return { kind: 'refused', status } as const;
  const { host } = wish.destination;
  const what = status === 200 ? 'returned no token' : `answers ${status}`;
  throw new RegistryError('invalid', host, `the token service of ${host}, ${request.url.host}, ${what}`);
}

/**
 * What can stand in a header at all: some token service writes it, not we (RFC 6750, 2.1, and what is seen besides).
 */
function isBearerToken(text: unknown): text is string {
  return typeof text === 'string' && /^[\x21-\x7e]+$/.test(text);
}

/** Milliseconds. */
function lifetime(seconds: unknown): number {
  const announced = typeof seconds === 'number' && seconds > 0 ? seconds : DEFAULT_LIFETIME;
  return announced * 1000 * (1 - SAFETY_PART);
}
