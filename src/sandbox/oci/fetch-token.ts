/** Tokens of a registry's token service (distribution project: "Token Authentication", "OAuth2 Token Authentication"). */
import type { Challenge } from './challenge.ts';
import type { Login } from './login.ts';
import type { WireAnswer, WireRequest } from './wire.ts';

export interface RequestedToken {
  readonly challenge: Challenge;
  readonly login: Login | undefined;
  readonly scopes: readonly string[];
  /** Whether a password too is first tried in the way of OAuth2, by POST, as identity tokens are. */
  readonly posts: boolean;
  /** How the program calls itself. */
  readonly clientId: string;
}

/** A token service that gave no token. */
export class TokenRefused extends Error {
  override readonly name = 'TokenRefused';
  readonly method: string;
  readonly url: string;
  readonly status: number;

  constructor({ method, url }: WireRequest, { status }: WireAnswer) {
    super(`no token from ${url.host}: ${status}`);
    this.method = method;
    this.url = url.href;
    this.status = status;
  }
}

/** Statuses of services that know no POST: they are asked again in the older way. */
const KNOWS_NO_POST = new Set([400, 401, 404, 405]);

/** Rejects with TokenRefused, or with what `send` rejects with. */
export async function fetchToken(
  wish: RequestedToken,
  send: (request: WireRequest) => Promise<WireAnswer>,
): Promise<string> {
  if (wish.login !== undefined && (wish.posts || wish.login.identityToken !== undefined)) {
    const posted = postedWish(wish, wish.login);
    const answer = await send(posted);
    if (answer.status === 200) return tokenIn(answer);
    if (!KNOWS_NO_POST.has(answer.status)) throw new TokenRefused(posted, answer);
  }
  const asked = askedWish(wish);
  const answer = await send(asked);
  if (answer.status !== 200) throw new TokenRefused(asked, answer);
  return tokenIn(answer);
}

function postedWish({ challenge, scopes, clientId }: RequestedToken, login: Login): WireRequest {
  const form = new URLSearchParams({
    scope: scopes.join(' '),
    service: challenge.parameters.service ?? '',
    client_id: clientId,
    ...(login.identityToken === undefined
      ? { grant_type: 'password', username: login.username, password: login.password }
      : { grant_type: 'refresh_token', refresh_token: login.identityToken }),
  });
  return {
    method: 'POST',
    url: new URL(challenge.parameters.realm ?? ''),
    headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
    body: Buffer.from(form.toString()),
  };
}

function askedWish({ challenge, login, scopes, clientId }: RequestedToken): WireRequest {
  const url = new URL(challenge.parameters.realm ?? '');
  const { service } = challenge.parameters;
  if (service !== undefined) url.searchParams.set('service', service);
  for (const scope of scopes) url.searchParams.append('scope', scope);
  url.searchParams.set('client_id', clientId);
  return {
    method: 'GET',
    url,
    ...(login !== undefined &&
      login.identityToken === undefined && { headers: { authorization: basicHeader(login) } }),
  };
}

function tokenIn({ body }: WireAnswer): string {
  const { token, access_token } = JSON.parse(body.toString('utf8')) as {
    readonly token?: string;
    readonly access_token?: string;
  };
  return token ?? access_token ?? '';
}

/** RFC 7617. */
export function basicHeader({ username, password }: Login): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}
