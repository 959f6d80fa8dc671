/** Logins at registries, as docker writes them and the kubelet finds them (pkg/credentialprovider/keyring.go). */
import type { ImageReference } from '../../domain/image/reference.ts';
import { isRecord, recordOf } from '../objects/json/json-record.ts';

export interface Login {
  readonly username: string;
  readonly password: string;
  /** Of the OAuth2 flow, instead of a password. */
  readonly identityToken?: string;
}

/** A login and what it is for: `[scheme://]host[:port][/path]`, with `*` within the labels of the host. */
export interface LoginEntry {
  readonly key: string;
  readonly login: Login;
}

/** What stands in a docker config, `{"auths": {...}}`, or in the older `.dockercfg`; nothing where any of it is broken. */
export function readLogins(text: string, form: 'config' | 'dockercfg' = 'config'): readonly LoginEntry[] {
  try {
    const written = recordOf(JSON.parse(text));
    const auths = form === 'config' ? recordOf(written.auths) : written;
    return Object.entries(auths).map(([key, value]) => ({ key, login: readLogin(value) }));
  } catch {
    return [];
  }
}

/** Throws for what is no login. */
function readLogin(value: unknown): Login {
  if (!isRecord(value)) throw new Error('not an object');
  const { auth, username, password, identitytoken } = value as Readonly<Record<string, string | undefined>>;
  if (identitytoken !== undefined) return { username: '', password: '', identityToken: identitytoken };
  return auth === undefined ? { username: username ?? '', password: password ?? '' } : decodeAuth(auth);
}

/** base64 of `username:password`. */
function decodeAuth(auth: string): Login {
  const text = Buffer.from(auth, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  if (colon === -1) throw new Error('not username:password');
  return { username: text.slice(0, colon), password: text.slice(colon + 1) };
}

/** The logins to try for an image: more specific keys first (descending text), else in the order given. */
export function loginsFor(
  { host, repository }: Pick<ImageReference, 'host' | 'repository'>,
  entries: readonly LoginEntry[],
): readonly Login[] {
  return entries
    .map(({ key, login }) => ({ place: placeOf(key), login }))
    .filter(({ place }) => serves(place, host, `/${repository}`))
    .toSorted((a, b) => (a.place < b.place ? 1 : a.place > b.place ? -1 : 0))
    .map(({ login }) => login);
}

/** Without scheme and API version; Docker Hub by its present name. */
function placeOf(key: string): string {
  return key
    .replace(/^https?:\/\//, '')
    .replace(/^([^/]*)\/v[12]\//, '$1/')
    .replace(/^index\.docker\.io(?=\/|$)/, 'docker.io')
    .replace(/^([^/]*)\/$/, '$1');
}

function serves(place: string, host: string, path: string): boolean {
  const [authority = ''] = place.split('/', 1);
  const labels = authority.split('*').map((text) => text.replaceAll(/[.[\]\\^$+?(){}|]/g, String.raw`\$&`));
  return (
    new RegExp(`^${labels.join('[^.:]*')}$`).test(host) && path.startsWith(place.slice(authority.length))
  );
}
