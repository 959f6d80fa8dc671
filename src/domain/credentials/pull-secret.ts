import { UsageError } from '../errors.ts';
import { DOCKER_HUB } from '../image/docker-hub.ts';
import { readAuthEntry, writeAuthEntry } from './auth-entry.ts';
import type { Credential } from './credential.ts';
import { readJsonObject, recordAt } from './json-object.ts';
import type { PullLogin } from './pull-login.ts';
import { formatRegistryPrefix, type RegistryPrefix } from '../mapping/registry-prefix.ts';

/** The key that tools use for Docker Hub's login. */
export const DOCKER_HUB_KEY = 'https://index.docker.io/v1/';

/** A `.dockerconfigjson` with only these logins. Throws UsageError for an identity token. */
export function dockerConfigFor(logins: readonly PullLogin[]): string {
  return JSON.stringify({
    auths: Object.fromEntries(
      logins.map(({ place, credential }) => [keyOf(place), writeAuthEntry(kubeletLogin(credential))]),
    ),
  });
}

/**
 * Adds logins to a `.dockerconfigjson`, keeping other logins and unknown keys. A login for the same place is
 * replaced; if all are already there, the text is returned unchanged. Throws ExpectedError, which quotes no content,
 * for an unreadable text.
 */
export function mergeDockerConfig(existing: string, logins: readonly PullLogin[]): string {
  const origin = 'the existing docker config';
  const config = readJsonObject(existing, origin);
  const auths = recordAt(config, 'auths', origin);
  const added = logins.flatMap(({ place, credential }) => {
    const key = keyOf(place);
    const login = kubeletLogin(credential);
    const present = Object.hasOwn(auths, key) ? readAuthEntry(auths[key]) : undefined;
    return present !== undefined && holds(present, login) ? [] : [[key, writeAuthEntry(login)] as const];
  });
  if (added.length === 0) return existing;
  return JSON.stringify({ ...config, auths: { ...auths, ...Object.fromEntries(added) } });
}

type Login = Extract<Credential, { readonly kind: 'basic' }>;

function holds(present: ReturnType<typeof readAuthEntry>, login: Login): boolean {
  if (present.problem !== undefined || present.credential?.kind !== 'basic') return false;
  return present.credential.username === login.username && present.credential.password === login.password;
}

function keyOf(place: RegistryPrefix): string {
  const address = formatRegistryPrefix(place);
  return address === DOCKER_HUB ? DOCKER_HUB_KEY : address;
}

/** The kubelet supports only user name and password. */
function kubeletLogin(credential: Credential): Login {
  if (credential.kind === 'identity-token') {
    throw new UsageError('nodes cannot pull with an identity token', {
      nextStep: 'Give a user name with a password or access token for the pull secret.',
    });
  }
  if (!credential.username.includes(':')) return credential;
  throw new UsageError('the user name for the registry contains a colon', {
    nextStep: 'Give the user name and the password separately.',
  });
}
