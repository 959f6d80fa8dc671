/** The login that the tests of pull Secrets give, and what they see of the others. */
import { ExpectedError } from '../../../src/domain/errors.ts';
import { secretText } from '../../../src/domain/credentials/secret-data.ts';
import { pullLogin } from '../../support/builders/pull-login.ts';
import { pullSecret, secret } from '../../support/builders/secrets.ts';
import type { InMemoryCluster } from '../../support/in-memory-cluster.ts';

export const KEY = '.dockerconfigjson';
export const login = { kind: 'basic', username: 'me', password: 's3cret' } as const;
export const grant = { logins: [pullLogin('new.example', login)], secretName: 'target' };
export const { signal } = new AbortController();
export const own = pullSecret({ name: 'own' }, { 'old.example': 'you:0ther' });

type Auths = Readonly<Record<string, { readonly username: string; readonly password: string }>>;

/** `user:password` by host, as a Secret holds them. */
export function loginsOf(cluster: InMemoryCluster, name: string, key = KEY): Record<string, string> {
  const text = secretText(cluster.read(secret({ name }, {})), key) ?? '{"auths":{}}';
  const { auths } = JSON.parse(text) as { auths: Auths };
  return Object.fromEntries(
    Object.entries(auths).map(([host, { username, password }]) => [host, `${username}:${password}`]),
  );
}

export function tellsNoSecret(error: unknown): boolean {
  return error instanceof ExpectedError && !/s3cret|0ther/.test(`${error.message} ${error.nextStep ?? ''}`);
}
