/** The login at the target that the user gave: flags, environment, standard input or a Secret. */
import type { Credential } from '../domain/credentials/credential.ts';
import { UsageError } from '../domain/errors.ts';
import type { RegistryPrefix } from '../domain/mapping/registry-prefix.ts';
import type { Cluster } from '../domain/ports/cluster.ts';
import { passwordFromInput } from './password-input.ts';
import { loginAt, noLogin, secretLogins } from './secret-logins.ts';
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
    ? await passwordFromInput('--password-stdin')
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

async function loginFromSecret(
  cluster: Cluster,
  flag: string,
  { target, signal }: { target: RegistryPrefix; signal: AbortSignal },
): Promise<Credential> {
  const entries = await secretLogins(cluster, { flag: '--to-secret', name: flag }, signal);
  const credential = loginAt(target, entries);
  if (credential !== undefined) return credential;
  throw noLogin({ flag: '--to-secret', name: flag }, target.host);
}
