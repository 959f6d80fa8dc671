import type { Challenge } from './challenge.ts';
import type { Challenges } from './challenges.ts';
import type { HttpAnswer, HttpRequest } from './http-exchange.ts';
import { basicAuthorization, type Login } from './login.ts';
import type { RepositoryAccess } from './repository-access.ts';
import type { TokenWish } from './token-request.ts';
import type { TokenOutcome, TokenSource } from './token-source.ts';
import type { Transport } from './transport.ts';
import { USER_AGENT } from './user-agent.ts';

/** A request to a repository, without its `Authorization`. */
export interface RepositoryRequest {
  readonly access: RepositoryAccess;
  readonly method: 'GET' | 'HEAD';
  readonly url: URL;
  /** Value of the `Accept` header. */
  readonly accept: string;
}

/**
 * What came of asking with one login. `login-rejected`: the login itself is wrong. `access-denied`: it may be right,
 * but the registry does not let it see this repository (or wants another one).
 */
type Outcome =
  | { readonly kind: 'answered'; readonly answer: HttpAnswer }
  | { readonly kind: 'login-rejected' | 'access-denied' };

/** Asks with one login, in the way that the registry's challenge wants. */
export type AskAs = (
  request: RepositoryRequest,
  login: Login,
  signal: AbortSignal | undefined,
) => Promise<Outcome>;

export interface AskParts {
  readonly transport: Transport;
  readonly challenges: Challenges;
  readonly tokens: TokenSource;
}

type Authorization = { readonly header: string | undefined } | 'login-rejected';

export function createAskAs({ transport, challenges, tokens }: AskParts): AskAs {
  const authorize = async (wish: TokenWishOrNone, renew: boolean, signal: AbortSignal | undefined) => {
    if (wish.challenge.scheme !== 'bearer') return simpleAuthorization(wish.challenge, wish.login);
    const tokenWish = { ...wish, challenge: wish.challenge };
    return tokenAuthorization(
      await (renew ? tokens.renew(tokenWish, signal) : tokens.get(tokenWish, signal)),
    );
  };

  return async (request, login, signal) => {
    const { destination } = request.access;
    const send = async (header: string | undefined): Promise<HttpAnswer> =>
      transport({ request: withAuthorization(request, header), destination, signal });
    const challenge = await challenges.of(destination, signal);
    const wish = { challenge, scope: pullScope(request), login, destination };
    const first = await authorize(wish, false, signal);
    if (first === 'login-rejected') return { kind: first };
    const answer = await send(first.header);
    if (answer.status !== 401) return judge(answer, challenge, login);

    const asked = challenges.learn(destination, answer);
    const again = asked && secondWish(wish, asked);
    const second = again && (await authorize(again, true, signal));
    if (second === 'login-rejected') return { kind: second };
    return judge(second === undefined ? answer : await send(second.header), asked ?? challenge, login);
  };
}

/**
 * What to ask for after a 401: a new token for one that was revoked, another scope than expected, or a registry that
 * asks who is there only here. `undefined`: the same would come again.
 */
function secondWish(wish: TokenWishOrNone, asked: Challenge): TokenWishOrNone | undefined {
  if (asked.scheme !== 'bearer')
    return wish.challenge.scheme === asked.scheme ? undefined : { ...wish, challenge: asked };
  const scope = asked.scope ?? wish.scope;
  const tokenWasGood = wish.challenge.scheme === 'bearer' && asked.error === 'insufficient_scope';
  return tokenWasGood && scope === wish.scope ? undefined : { ...wish, challenge: asked, scope };
}

type TokenWishOrNone = Omit<TokenWish, 'challenge'> & { readonly challenge: Challenge };

function pullScope({ access }: RepositoryRequest): string {
  return `repository:${access.repository}:pull`;
}

function withAuthorization(
  { method, url, accept }: RepositoryRequest,
  header: string | undefined,
): HttpRequest {
  const headers = { 'user-agent': USER_AGENT, accept };
  return { method, url, headers: header === undefined ? headers : { ...headers, authorization: header } };
}

/** An identity token cannot be used where user name and password are wanted. */
function simpleAuthorization(challenge: Challenge, login: Login): Authorization {
  if (challenge.scheme === 'none' || login === undefined) return { header: undefined };
  return login.kind === 'basic' ? { header: basicAuthorization(login) } : 'login-rejected';
}

function tokenAuthorization(outcome: TokenOutcome): Authorization {
  return outcome.kind === 'token' ? { header: `Bearer ${outcome.token}` } : 'login-rejected';
}

/** Under basic authentication a 401 speaks of the login; under tokens the token service has already accepted it. */
function judge(answer: HttpAnswer, challenge: Challenge, login: Login): Outcome {
  if (answer.status === 403) return { kind: 'access-denied' };
  if (answer.status !== 401) return { kind: 'answered', answer };
  return { kind: challenge.scheme === 'basic' && login !== undefined ? 'login-rejected' : 'access-denied' };
}
