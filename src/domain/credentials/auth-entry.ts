import type { Credential } from './credential.ts';
import { isJsonObject } from './json-object.ts';

/** The value of one key of `auths`: a login, nothing, or invalid. `problem` quotes no content. */
export type AuthEntry =
  | { readonly credential: Credential | undefined; readonly problem?: undefined }
  | { readonly problem: string };

/** Reads one login: an identity token, else `auth`, else `username` and `password`, in docker's order. */
export function readAuthEntry(value: unknown): AuthEntry {
  if (!isJsonObject(value)) return { problem: 'is not a JSON object' };
  const { auth, username, password, identitytoken } = value;
  if (isText(identitytoken)) return { credential: { kind: 'identity-token', token: identitytoken } };
  if (isText(auth)) return decodeAuth(auth);
  if (!isText(username) && !isText(password)) return { credential: undefined };
  return {
    credential: {
      kind: 'basic',
      username: isText(username) ? username : '',
      password: isText(password) ? password : '',
    },
  };
}

/** The entry that docker and kubectl write for a login. */
export function writeAuthEntry({ username, password }: { username: string; password: string }): {
  readonly username: string;
  readonly password: string;
  readonly auth: string;
} {
  return { username, password, auth: Buffer.from(`${username}:${password}`).toString('base64') };
}

/** base64 of `username:password`, padded or not. */
function decodeAuth(auth: string): AuthEntry {
  const unwrapped = auth.replaceAll(/[\r\n]/g, '');
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(unwrapped)) return { problem: 'has an "auth" that is not base64' };
  const decoded = Buffer.from(unwrapped, 'base64').toString('utf8');
  const colon = decoded.indexOf(':');
  if (colon === -1) return { problem: 'has an "auth" that is not "username:password" in base64' };
  const username = decoded.slice(0, colon);
  const password = decoded.slice(colon + 1);
  return { credential: username + password === '' ? undefined : { kind: 'basic', username, password } };
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
