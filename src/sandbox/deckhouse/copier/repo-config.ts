/** `dest-repo.json` and `d8-repo.json`: a registry as the copier knows it. */
import type { RegistrySettings } from '../registry/registry-settings.ts';

export interface RepoConfig {
  readonly username: string;
  readonly password: string;
  readonly insecure: boolean;
  /** With a tag. */
  readonly image: string;
}

/** Why the hook fails before it has changed anything. */
export class HookFailure extends Error {
  override readonly name = 'HookFailure';
}

interface AuthEntry {
  readonly username?: string;
  readonly password?: string;
  readonly auth?: string;
}

/** The registry that Deckhouse runs from; `image` is the one of its Deployment. Throws HookFailure. */
export function currentRepo(settings: RegistrySettings, image: string): RepoConfig {
  const { username, password } = loginOf(entryOf(settings));
  return { username: username.trim(), password: password.trim(), insecure: false, image };
}

function entryOf({ '.dockerconfigjson': text = '', address = '' }: RegistrySettings): AuthEntry {
  let auths: Readonly<Record<string, AuthEntry>> | undefined;
  try {
    ({ auths } = JSON.parse(text) as { auths?: Readonly<Record<string, AuthEntry>> });
  } catch (error) {
    throw new HookFailure(`cannot decode docker config JSON: ${(error as Error).message}`, { cause: error });
  }
  const entry = auths?.[address];
  if (entry === undefined) throw new HookFailure('no credentials for current registry');
  return entry;
}

function loginOf({ username, password, auth }: AuthEntry): { username: string; password: string } {
  if (username !== undefined && password !== undefined) return { username, password };
  if (auth === undefined || auth === '') throw new HookFailure('not found creds in dockerconfig');
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(auth)) throw new HookFailure('cannot decode base64 "auth" field');
  const parts = Buffer.from(auth, 'base64').toString('utf8').split(':');
  const [name, secret] = parts;
  if (name === undefined || secret === undefined || parts.length !== 2) {
    throw new HookFailure('unexpected format of "auth" field');
  }
  return { username: name, password: secret };
}
