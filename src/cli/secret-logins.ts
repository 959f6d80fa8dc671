import type { Credential } from '../domain/credentials/credential.ts';
import { credentialsFor } from '../domain/credentials/credentials-for.ts';
import type { DockerConfigEntry } from '../domain/credentials/docker-config.ts';
import { loginsIn } from '../domain/credentials/logins-in.ts';
import { configKey, secretText } from '../domain/credentials/secret-data.ts';
import { UsageError } from '../domain/errors.ts';
import { SECRETS } from '../domain/kubernetes/resource.ts';
import type { RegistryPrefix } from '../domain/mapping/registry-prefix.ts';
import type { Cluster } from '../domain/ports/cluster.ts';
import { parseQualifiedName } from './qualified-name.ts';

/** A flag that names a pull Secret, and its value `NAMESPACE/NAME`. */
export interface SecretFlag {
  readonly flag: string;
  readonly name: string;
}

/** The logins in a pull Secret. Throws UsageError when there is no such Secret or it has no logins. */
export async function secretLogins(
  cluster: Cluster,
  { flag, name }: SecretFlag,
  signal: AbortSignal,
): Promise<readonly DockerConfigEntry[]> {
  const secret = await cluster.get(SECRETS, parseQualifiedName(name, flag), signal);
  if (secretText(secret, configKey(secret)) === undefined) {
    throw new UsageError(`${flag}: pull Secret ${name} not found`, {
      nextStep: 'Use NAMESPACE/NAME of a Secret of type kubernetes.io/dockerconfigjson.',
    });
  }
  return loginsIn(secret, name);
}

/** The most specific login for a place. */
export function loginAt(
  { host, path }: RegistryPrefix,
  entries: readonly DockerConfigEntry[],
): Credential | undefined {
  return credentialsFor({ host, repository: path === '' ? 'any' : path }, entries)[0];
}

export function noLogin({ flag, name }: SecretFlag, host: string): UsageError {
  return new UsageError(`${flag}: Secret ${name} has no login for ${host}`, {
    nextStep: `Create it with kubectl create secret docker-registry --docker-server=${host}.`,
  });
}
