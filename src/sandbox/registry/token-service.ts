import { randomUUID } from 'node:crypto';
import { errorAnswer, jsonAnswer, type Answer } from './answer.ts';
import { basicLogin, type LoginOutcome } from './basic-login.ts';
import type { RegistryRequest } from './registry-request.ts';
import { USERS_ONLY, type SandboxAuth } from './sandbox-auth.ts';
import { parseScopes, type Grant } from './token-scope.ts';

type BearerAuth = SandboxAuth & { readonly kind: 'bearer' };

/** Hands out tokens and knows what they allow. */
export interface TokenService {
  /** GET with basic authentication, or POST of an OAuth2 form. 401 when the login is wrong. */
  issue(request: RegistryRequest): Answer;
  /** What a token allows; `undefined` when it is unknown or too old. */
  grantsOf(token: string): readonly Grant[] | undefined;
}

/** A token service in memory. A token is always issued, for as much of the wanted scope as is permitted. */
export function tokenService(auth: BearerAuth): TokenService {
  const issued = new Map<string, { readonly grants: readonly Grant[]; readonly expires: number }>();
  const lifetime = auth.tokenLifetime ?? 300;
  const permits = auth.permits ?? USERS_ONLY;
  return {
    issue: (request) => {
      const form = new URLSearchParams(request.body.toString('utf8'));
      const posted = request.method === 'POST';
      const login = posted ? formLogin(form, auth) : basicLogin(request.headers.authorization, auth.users);
      if (login === 'rejected') return errorAnswer(401, 'UNAUTHORIZED');
      const wanted = parseScopes((posted ? form : request.url.searchParams).getAll('scope'));
      const grants = wanted.map(({ repository, actions }) => ({
        repository,
        actions: actions.filter((action) => permits(login.username, repository, action)),
      }));
      const token = randomUUID();
      issued.set(token, { grants, expires: Date.now() + lifetime * 1000 });
      return jsonAnswer(200, { [posted ? 'access_token' : 'token']: token, expires_in: lifetime });
    },
    grantsOf: (token) => {
      const found = issued.get(token);
      return found !== undefined && found.expires > Date.now() ? found.grants : undefined;
    },
  };
}

/** Distribution project, "OAuth2 Token Authentication": grant types `password` and `refresh_token`. */
function formLogin(form: URLSearchParams, auth: BearerAuth): LoginOutcome {
  if (form.get('grant_type') === 'password') {
    const pair = `${form.get('username') ?? ''}:${form.get('password') ?? ''}`;
    return basicLogin(`Basic ${Buffer.from(pair).toString('base64')}`, auth.users);
  }
  const tokens = auth.identityTokens ?? {};
  const token = form.get('refresh_token') ?? '';
  const username = Object.hasOwn(tokens, token) ? tokens[token] : undefined;
  return username === undefined ? 'rejected' : { username };
}
