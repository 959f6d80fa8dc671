import {
  parseDockerConfig,
  parseDockercfg,
  type DockerConfigEntry,
} from '../../domain/credentials/docker-config.ts';
import { ExpectedError } from '../../domain/errors.ts';
import { SECRETS } from '../objects/api-resources.ts';
import type { Objects } from '../objects/objects.ts';
import type { Pod } from '../objects/pod.ts';

export interface PullLogins {
  readonly logins: readonly DockerConfigEntry[];
  /** Names of Secrets that are not there: the kubelet warns and goes on. */
  readonly missing: readonly string[];
}

/** The logins of a pod's pull Secrets, in their order. */
export function pullLogins(objects: Objects, pod: Pod): PullLogins {
  const { namespace = '' } = pod.metadata;
  const names = (pod.spec?.imagePullSecrets ?? []).flatMap(({ name = '' }) => (name === '' ? [] : [name]));
  const found = names.map((name) => ({ name, secret: objects.get(SECRETS, { namespace, name }) }));
  return {
    logins: found.flatMap(({ name, secret }) => loginsIn(secret?.data ?? {}, `Secret ${namespace}/${name}`)),
    missing: found.flatMap(({ name, secret }) => (secret === undefined ? [name] : [])),
  };
}

function loginsIn(data: Readonly<Record<string, string>>, origin: string): readonly DockerConfigEntry[] {
  const [json, old] = ['.dockerconfigjson', '.dockercfg'].map((key) => data[key]);
  try {
    if (json !== undefined) return usable(parseDockerConfig(decoded(json), origin).entries);
    return old === undefined ? [] : usable(parseDockercfg(decoded(old), origin).entries);
  } catch (error) {
    if (error instanceof ExpectedError) return [];
    throw error;
  }
}

/** The kubelet knows no other login than user name and password. */
function usable(entries: readonly DockerConfigEntry[]): readonly DockerConfigEntry[] {
  return entries.filter(({ credential }) => credential.kind === 'basic');
}

function decoded(text: string): string {
  return Buffer.from(text, 'base64').toString('utf8');
}
