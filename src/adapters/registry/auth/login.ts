import type { Credential } from '../../../domain/credentials/credential.ts';

/** As whom a registry is asked; `undefined`: anonymously. */
export type Login = Credential | undefined;

/** Equal logins have equal keys. For maps in memory only: it holds the secret. */
export function loginKey(login: Login): string {
  if (login === undefined) return '';
  return JSON.stringify(login.kind === 'basic' ? [login.username, login.password] : [login.token]);
}

/** How a message names a login: without its secret. */
export function describeLogin(login: Login): string {
  if (login === undefined) return 'anonymous';
  return login.kind === 'basic' ? `user ${JSON.stringify(login.username)}` : 'the identity token';
}

/** The `Authorization` header of RFC 7617. */
export function basicAuthorization(login: Credential & { readonly kind: 'basic' }): string {
  return `Basic ${Buffer.from(`${login.username}:${login.password}`, 'utf8').toString('base64')}`;
}
