/** The logins of pods at the target, from flags, environment, a file or a Secret. */
import type { PullLogin } from '../domain/credentials/pull-login.ts';
import { UsageError } from '../domain/errors.ts';
import type { Mapping } from '../domain/mapping/mapping.ts';
import { targetsOf } from '../domain/mapping/targets-of.ts';
import type { Cluster } from '../domain/ports/cluster.ts';
import { passwordFromFile, passwordFromInput } from './password-input.ts';
import { loginAt, noLogin, secretLogins } from './secret-logins.ts';
import type { RegistryFlags } from './flags/registry-flags.ts';
import { secretVariable } from './secret-variables.ts';

export type PullLoginFlags = Pick<
  RegistryFlags,
  'pull-username' | 'pull-password-file' | 'pull-secret' | 'password-stdin'
>;

const FILE = '--pull-password-file';

/** Empty: none was given. Throws UsageError. */
export async function pullLogins(
  flags: PullLoginFlags,
  { cluster, mapping, signal }: { cluster: Cluster; mapping: Mapping; signal: AbortSignal },
): Promise<PullLogin[]> {
  const name = flags['pull-secret'];
  const places = targetsOf(mapping);
  if (name === undefined) {
    const credential = await givenLogin(flags);
    // A login belongs to the host that it was given for.
    const own = places.filter(({ host }) => host === mapping.target.host);
    return credential === undefined ? [] : own.map((place) => ({ place, credential }));
  }
  const secret = { flag: '--pull-secret', name };
  const entries = await secretLogins(cluster, secret, signal);
  const logins = places.flatMap((place) => {
    const credential = loginAt(place, entries);
    return credential === undefined ? [] : [{ place, credential }];
  });
  if (logins.length === 0) throw noLogin(secret, mapping.target.host);
  return logins;
}

async function givenLogin(flags: PullLoginFlags): Promise<PullLogin['credential'] | undefined> {
  const username = flags['pull-username'];
  const password = await givenPassword(flags);
  if (username === undefined && password === undefined) return undefined;
  if (username === undefined) {
    throw new UsageError('missing user name for the password of pods at the target', {
      nextStep: 'Give --pull-username (or set REGISTRY_SWITCH_PULL_USERNAME).',
    });
  }
  if (password === undefined || password === '') {
    throw new UsageError(`missing password for user ${username}, which pods pull with`, {
      nextStep: `Give it with ${FILE} or set REGISTRY_SWITCH_PULL_PASSWORD.`,
    });
  }
  return { kind: 'basic', username, password };
}

async function givenPassword(flags: PullLoginFlags): Promise<string | undefined> {
  const file = flags['pull-password-file'];
  if (file === undefined) return secretVariable('REGISTRY_SWITCH_PULL_PASSWORD');
  if (file !== '-') return passwordFromFile(FILE, file);
  if (flags['password-stdin']) {
    throw new UsageError(`${FILE} - and --password-stdin cannot both read standard input`, {
      nextStep: 'Give one of the passwords in a file or an environment variable.',
    });
  }
  return passwordFromInput(`${FILE} -`);
}
