/** The login at the target that the user gave: flags, environment, standard input or a Secret. */
import { text } from 'node:stream/consumers';
import type { Credential } from '../domain/credentials/credential.ts';
import { credentialsFor } from '../domain/credentials/credentials-for.ts';
import { parseDockerConfig } from '../domain/credentials/docker-config.ts';
import { UsageError } from '../domain/errors.ts';
import type { RegistryPrefix } from '../domain/mapping/registry-prefix.ts';
import { SECRETS } from '../domain/kubernetes/resource.ts';
import type { Cluster } from '../domain/ports/cluster.ts';
import { parseQualifiedName } from './qualified-name.ts';
import { secretVariable } from './secret-variables.ts';

export interface TargetLoginValues {
  readonly username: string | undefined;
  readonly 'password-stdin': boolean;
  readonly 'to-secret': string | undefined;
}

/** `undefined`: none was given, the docker config may know one. Throws UsageError. */
export async function targetLogin(
  flags: TargetLoginValues,
  { cluster, target, signal }: { cluster: Cluster; target: RegistryPrefix; signal: AbortSignal },
): Promise<Credential | undefined> {
  const secret = flags['to-secret'];
  if (secret !== undefined) return loginFromSecret(cluster, secret, { target, signal });
  const password = flags['password-stdin']
    ? await readPassword()
    : secretVariable('REGISTRY_SWITCH_PASSWORD');
  const { username } = flags;
  if (username === undefined && password === undefined) return undefined;
  if (username === undefined) {
    throw new UsageError('there is a password for the target but no user name', {
      nextStep: 'Give --username (or set REGISTRY_SWITCH_USERNAME).',
    });
  }
  if (password === undefined || password === '') {
    throw new UsageError(`there is no password for user ${username} at the target`, {
      nextStep: 'Give it with --password-stdin or set REGISTRY_SWITCH_PASSWORD.',
    });
  }
  return { kind: 'basic', username, password };
}

/** As docker login does: all of standard input, less one line break at its end. */
async function readPassword(): Promise<string> {
  if (process.stdin.isTTY) {
    throw new UsageError('--password-stdin needs the password on standard input', {
      nextStep: 'Pipe it: kubectl registry-switch ... --password-stdin < password-file',
    });
  }
  return (await text(process.stdin)).replace(/\r?\n$/, '');
}

async function loginFromSecret(
  cluster: Cluster,
  flag: string,
  { target, signal }: { target: RegistryPrefix; signal: AbortSignal },
): Promise<Credential> {
  const name = parseQualifiedName(flag, '--to-secret');
  const secret = await cluster.get(SECRETS, name, signal);
  const data = (secret?.data ?? {}) as Readonly<Record<string, string>>;
  const config = data['.dockerconfigjson'];
  if (config === undefined) {
    throw new UsageError(`--to-secret: there is no pull Secret ${flag}`, {
      nextStep: 'Name a Secret of type kubernetes.io/dockerconfigjson as NAMESPACE/NAME.',
    });
  }
  const decoded = Buffer.from(config, 'base64').toString('utf8');
  const { entries } = parseDockerConfig(decoded, `Secret ${flag}`);
  const repository = target.path === '' ? 'any' : target.path;
  const [credential] = credentialsFor({ host: target.host, repository }, entries);
  if (credential !== undefined) return credential;
  throw new UsageError(`--to-secret: Secret ${flag} has no login for ${target.host}`, {
    nextStep: `Create it with kubectl create secret docker-registry --docker-server=${target.host}.`,
  });
}
