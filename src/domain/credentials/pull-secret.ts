import { UsageError } from '../errors.ts';
import { DOCKER_HUB } from '../image/docker-hub.ts';
import { readAuthEntry, writeAuthEntry } from './auth-entry.ts';
import type { Credential } from './credential.ts';
import { readJsonObject, recordAt } from './json-object.ts';

/** The key under which every tool looks for Docker Hub's login. */
export const DOCKER_HUB_KEY = 'https://index.docker.io/v1/';

/** A `.dockerconfigjson` with one login, for `host[:port][/prefix]`. Throws UsageError for an identity token. */
export function dockerConfigFor(address: string, credential: Credential): string {
  return JSON.stringify({ auths: { [keyOf(address)]: writeAuthEntry(kubeletLogin(credential)) } });
}

/**
 * Adds a login to a `.dockerconfigjson`, beside what is there: other logins and unknown keys stay. A login for
 * the same address is replaced; when it is the same login, the text comes back byte for byte. Throws
 * ExpectedError, which quotes no content, when the text cannot be read.
 */
export function mergeDockerConfig(existing: string, address: string, credential: Credential): string {
  const origin = 'the existing docker config';
  const config = readJsonObject(existing, origin);
  const auths = recordAt(config, 'auths', origin);
  const login = kubeletLogin(credential);
  const key = keyOf(address);
  const present = Object.hasOwn(auths, key) ? readAuthEntry(auths[key]) : undefined;
  if (present !== undefined && holds(present, login)) return existing;
  return JSON.stringify({ ...config, auths: { ...auths, [key]: writeAuthEntry(login) } });
}

type Login = Extract<Credential, { readonly kind: 'basic' }>;

function holds(present: ReturnType<typeof readAuthEntry>, login: Login): boolean {
  if (present.problem !== undefined || present.credential?.kind !== 'basic') return false;
  return present.credential.username === login.username && present.credential.password === login.password;
}

function keyOf(address: string): string {
  return address === DOCKER_HUB ? DOCKER_HUB_KEY : address;
}

/** The kubelet knows no other login than user name and password. */
function kubeletLogin(credential: Credential): Login {
  if (credential.kind === 'identity-token') {
    throw new UsageError('nodes cannot pull with an identity token', {
      nextStep: 'Give a user name with a password or access token for the pull secret.',
    });
  }
  if (!credential.username.includes(':')) return credential;
  throw new UsageError('the user name for the registry contains a colon', {
    nextStep: 'Give user name and password apart.',
  });
}
