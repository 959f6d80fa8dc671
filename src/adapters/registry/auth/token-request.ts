import type { ConnectionFor } from '../../../domain/credentials/credential.ts';
import { RegistryError } from '../../../domain/errors.ts';
import type { Challenge } from './challenge.ts';
import { type Destination, hostBehind } from '../transport/destination.ts';
import type { HttpRequest } from '../transport/http-exchange.ts';
import { basicAuthorization, type Login } from './login.ts';
import { USER_AGENT } from '../../http/user-agent.ts';

/** A token that is wanted: from whom, for what, for whom. */
export interface RequestedToken {
  readonly challenge: Challenge & { readonly scheme: 'bearer' };
  /** E.g. `repository:shop/web:pull`; `undefined`: only to be let in, as `docker login` asks. */
  readonly scope: string | undefined;
  readonly login: Login;
  readonly destination: Destination;
}

/**
 * The request to a token service: GET with basic authentication (distribution project, "Token Authentication
 * Specification"), or for an identity token POST (ibid., "OAuth2 Token Authentication").
 */
export function tokenRequest(wish: RequestedToken, connectionFor: ConnectionFor): HttpRequest {
  const { challenge, scope, login } = wish;
  const url = realmUrl(wish, connectionFor);
  const wanted = {
    ...(challenge.service === undefined ? {} : { service: challenge.service }),
    ...(scope === undefined ? {} : { scope }),
  };
  const headers = { 'user-agent': USER_AGENT, accept: 'application/json' };
  if (login?.kind === 'identity-token') {
    const grant = { grant_type: 'refresh_token', refresh_token: login.token, client_id: USER_AGENT };
    const body = new URLSearchParams({ ...wanted, ...grant }).toString();
    const form = { 'content-type': 'application/x-www-form-urlencoded', 'content-length': `${body.length}` };
    return { method: 'POST', url, headers: { ...headers, ...form }, body };
  }
  for (const [name, value] of Object.entries(wanted)) url.searchParams.append(name, value);
  const authorization = login && { authorization: basicAuthorization(login) };
  return { method: 'GET', url, headers: { ...headers, ...authorization } };
}

/**
 * The login goes to whatever host the registry names, as with docker and containerd, but in clear text to none that the
 * user did not set to plain http. Without a login nothing is given away, where the registry itself speaks plain http.
 */
function realmUrl({ challenge, destination, login }: RequestedToken, connectionFor: ConnectionFor): URL {
  const { host, connection } = destination;
  const url = URL.canParse(challenge.realm) ? new URL(challenge.realm) : undefined;
  if (url?.protocol === 'https:') return url;
  if (url?.protocol !== 'http:') {
    throw new RegistryError('invalid', host, `${host} names a token service that is not an http(s) URL`);
  }
  const named = hostBehind(url, destination, connectionFor);
  const anonymously = login === undefined && connection.tls === 'disabled';
  if (named.connection.tls === 'disabled' || anonymously) return url;
  const message = `${host} requires sending the login to ${url.host} in clear text (http)`;
  throw new RegistryError('invalid', host, message, {
    nextStep: `Configure an https token service at the registry (it may need its external address), or allow http with --registry-tls ${url.host}=disabled.`,
  });
}
