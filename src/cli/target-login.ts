/** The logins of the copy at the target, from flags, environment, standard input or a Secret. */
import type { Credential } from '../domain/credentials/credential.ts';
import type { PlacedLogin } from '../domain/credentials/pull-login.ts';
import { UsageError } from '../domain/errors.ts';
import type { Mapping } from '../domain/mapping/mapping.ts';
import { formatRegistryPrefix, type RegistryPrefix } from '../domain/mapping/registry-prefix.ts';
import { targetsOf } from '../domain/mapping/targets-of.ts';
import type { Cluster } from '../domain/ports/cluster.ts';
import { passwordFromInput } from './password-input.ts';
import { loginAt, noLogin, secretLogins } from './secret-logins.ts';
import type { RegistryFlags } from './flags/registry-flags.ts';
import { secretVariable } from './secret-variables.ts';

export type TargetLoginFlags = Pick<RegistryFlags, 'username' | 'password-stdin' | 'to-secret'>;

/**
 * A user name and password are for the target; a Secret's logins are for the places that it names. Empty when none
 * was given: the docker config may have some. Throws UsageError.
 */
export async function targetLogins(
  flags: TargetLoginFlags,
  { cluster, mapping, signal }: { cluster: Cluster; mapping: Mapping; signal: AbortSignal },
): Promise<PlacedLogin[]> {
  const secret = flags['to-secret'];
  if (secret !== undefined) return loginsFromSecret(cluster, secret, { mapping, signal });
  const credential = await givenLogin(flags);
  return credential === undefined ? [] : namedPlaces(mapping).map((place) => ({ place, credential }));
}

/** The target and its push address. */
function namedPlaces({ target, push }: Mapping): RegistryPrefix[] {
  return [target, ...(push === undefined ? [] : [push])];
}

async function givenLogin(flags: TargetLoginFlags): Promise<Credential | undefined> {
  const password = flags['password-stdin']
    ? await passwordFromInput('--password-stdin')
    : secretVariable('REGISTRY_SWITCH_PASSWORD');
  const { username } = flags;
  if (username === undefined && password === undefined) return undefined;
  if (username === undefined) {
    throw new UsageError('missing user name for the password of the target', {
      nextStep: 'Give --username (or set REGISTRY_SWITCH_USERNAME).',
    });
  }
  if (password === undefined || password === '') {
    throw new UsageError(`missing password for user ${username} at the target`, {
      nextStep: 'Give it with --password-stdin or set REGISTRY_SWITCH_PASSWORD.',
    });
  }
  return { kind: 'basic', username, password };
}

async function loginsFromSecret(
  cluster: Cluster,
  name: string,
  { mapping, signal }: { mapping: Mapping; signal: AbortSignal },
): Promise<PlacedLogin[]> {
  const secret = { flag: '--to-secret', name };
  const entries = await secretLogins(cluster, secret, signal);
  const own = namedPlaces(mapping)
    .map((place) => loginAt(place, entries))
    .find((login) => login !== undefined);
  if (own === undefined) throw noLogin(secret, mapping.target.host);
  const places = new Map(
    [...namedPlaces(mapping), ...targetsOf(mapping)].map((one) => [formatRegistryPrefix(one), one]),
  );
  return [...places.values()].flatMap((place) => {
    const isNamed = namedPlaces(mapping).includes(place);
    const credential = loginAt(place, entries) ?? (isNamed ? own : undefined);
    return credential === undefined ? [] : [{ place, credential }];
  });
}
