import type { Challenge } from './challenge.ts';
import type { Challenges } from './challenges.ts';
import type { Destination } from '../transport/destination.ts';
import type { HttpAnswer, HttpRequest } from '../transport/http-exchange.ts';
import { basicAuthorization, type Login } from './login.ts';
import { onlyPull } from './token-scope.ts';
import type { RequestedToken } from './token-request.ts';
import type { TokenOutcome, TokenSource } from './token-source.ts';
import type { Transport } from '../transport/transport.ts';
import { USER_AGENT } from '../../http/user-agent.ts';

/** A request to a registry, without its `Authorization`. */
export interface Question {
  readonly destination: Destination;
  readonly method: 'GET' | 'HEAD';
  readonly url: URL;
  /** Value of the `Accept` header. */
  readonly accept: string;
  /** What a token has to be good for; `undefined`: only to be let in. */
  readonly scope: string | undefined;
}

/**
 * What came of asking with one login. `refused`: no token for this question, or 401 or 403 for an answer. It does not
 * tell a wrong login from one that may not see this repository, or from a repository that is not there.
 */
export type Outcome = { readonly kind: 'answered'; readonly answer: HttpAnswer } | RefusedQuestion;

export interface RefusedQuestion {
  readonly kind: 'refused';
  readonly by: 'token service' | 'registry';
  readonly status: number;
}

/** Asks with one login, in the way that the registry's challenge wants. */
export type AskAs = (question: Question, login: Login, signal: AbortSignal | undefined) => Promise<Outcome>;

export interface AskParts {
  readonly transport: Transport;
  readonly challenges: Challenges;
  readonly tokens: TokenSource;
}

type Authorization = { readonly header: string | undefined; readonly turn: number } | RefusedQuestion;

export function createAskAs({ transport, challenges, tokens }: AskParts): AskAs {
  /** A refusal of an earlier request does not apply to this one. */
  const authorize = async (wish: Wish, turn: number, signal: AbortSignal | undefined) => {
    if (!wantsToken(wish)) return simpleAuthorization(wish);
    const known = await tokens.get(wish, signal);
    return tokenAuthorization(known.kind === 'token' ? known : await tokens.after(turn, wish, signal));
  };

  return async (question, login, signal) => {
    const { destination, scope } = question;
    const turn = tokens.turn();
    const send = async (header: string | undefined): Promise<HttpAnswer> =>
      transport({ request: withAuthorization(question, header), destination, signal });
    const wish = { challenge: await challenges.of(destination, signal), scope, login, destination };
    const first = await authorize(wish, turn, signal);
    if ('kind' in first) return first;
    const answer = await send(first.header);
    if (!isRefusal(answer)) return { kind: 'answered', answer };

    const other = otherWish(wish, challenges.learn(destination, answer));
    let second: Authorization | undefined;
    if (other !== undefined) second = await authorize(other, turn, signal);
    // What it may do can have changed since an older token was made: the repository may be there by now.
    else if (wantsToken(wish) && first.turn <= turn)
      second = tokenAuthorization(await tokens.after(turn, wish, signal));
    if (second === undefined) return judge(answer);
    return 'kind' in second ? second : judge(await send(second.header));
  };
}

type Wish = Omit<RequestedToken, 'challenge'> & { readonly challenge: Challenge };

function wantsToken(wish: Wish): wish is RequestedToken {
  return wish.challenge.scheme === 'bearer';
}

/** What to ask for after a refusal, where it names another way than expected; never for more than to pull. */
function otherWish(wish: Wish, asked: Challenge | undefined): Wish | undefined {
  if (asked === undefined || asked.scheme === 'none') return undefined;
  const scope = asked.scheme === 'bearer' ? scopeOf(wish, asked.scope) : wish.scope;
  const other = { ...wish, challenge: asked, scope };
  return wayOf(other) === wayOf(wish) ? undefined : other;
}

function scopeOf({ scope }: Wish, asked: string | undefined): string | undefined {
  return scope === undefined ? undefined : (onlyPull(asked) ?? scope);
}

/** Equal ones get the same again. */
function wayOf({ challenge, scope }: Wish): string {
  return challenge.scheme === 'bearer'
    ? JSON.stringify([challenge.realm, challenge.service, scope])
    : challenge.scheme;
}

function withAuthorization({ method, url, accept }: Question, header: string | undefined): HttpRequest {
  const headers = { 'user-agent': USER_AGENT, accept };
  return { method, url, headers: header === undefined ? headers : { ...headers, authorization: header } };
}

/** An identity token cannot be used where user name and password are wanted. */
function simpleAuthorization({ challenge, login }: Wish): Authorization {
  if (challenge.scheme === 'none' || login === undefined) return { header: undefined, turn: 0 };
  return login.kind === 'basic'
    ? { header: basicAuthorization(login), turn: 0 }
    : { kind: 'refused', by: 'registry', status: 401 };
}

function tokenAuthorization(outcome: TokenOutcome): Authorization {
  if (outcome.kind === 'token') return { header: `Bearer ${outcome.token}`, turn: outcome.turn };
  return { kind: 'refused', by: 'token service', status: outcome.status };
}

function isRefusal({ status, from }: HttpAnswer): boolean {
  return from === undefined && (status === 401 || status === 403);
}

function judge(answer: HttpAnswer): Outcome {
  return isRefusal(answer)
    ? { kind: 'refused', by: 'registry', status: answer.status }
    : { kind: 'answered', answer };
}
