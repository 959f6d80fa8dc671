import { SECRETS } from '../objects/api-resources.ts';
import type { Objects } from '../objects/objects.ts';
import type { Pod } from '../objects/pod.ts';
import { type LoginEntry, readLogins } from '../oci/login.ts';

export interface PullLogins {
  readonly logins: readonly LoginEntry[];
  /** Names of Secrets that are not there: the kubelet warns and goes on. */
  readonly missing: readonly string[];
}

/** The logins of a pod's pull Secrets, in their order. */
export function pullLogins(objects: Objects, pod: Pod): PullLogins {
  const { namespace = '' } = pod.metadata;
  const names = (pod.spec?.imagePullSecrets ?? []).flatMap(({ name = '' }) => (name === '' ? [] : [name]));
  const found = names.map((name) => ({ name, secret: objects.get(SECRETS, { namespace, name }) }));
  return {
    logins: found.flatMap(({ secret }) => loginsIn(secret?.data ?? {})),
    missing: found.flatMap(({ name, secret }) => (secret === undefined ? [name] : [])),
  };
}

function loginsIn(data: Readonly<Record<string, string>>): readonly LoginEntry[] {
  const { '.dockerconfigjson': config, '.dockercfg': old = '' } = data;
  const entries = config === undefined ? readLogins(decoded(old), 'dockercfg') : readLogins(decoded(config));
  // The kubelet knows no other login than user name and password.
  return entries.filter(({ login }) => login.identityToken === undefined);
}

function decoded(text: string): string {
  return Buffer.from(text, 'base64').toString('utf8');
}
