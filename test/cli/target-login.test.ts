import assert from 'node:assert/strict';
import { type TargetLoginValues, targetLogin } from '../../src/cli/target-login.ts';
import type { Credential } from '../../src/domain/credentials/credential.ts';
import { UsageError } from '../../src/domain/errors.ts';
import { pullSecret } from '../support/builders/secrets.ts';
import { InMemoryCluster } from '../support/in-memory-cluster.ts';

const VARIABLE = 'REGISTRY_SWITCH_PASSWORD';
const cluster = new InMemoryCluster([
  pullSecret({ name: 'target' }, { 'new.example': 'me:s3cret', 'new.example/team': 'team:t0ken' }),
]);

async function login(flags: Partial<TargetLoginValues>, path = ''): Promise<Credential | undefined> {
  const all = { username: undefined, 'password-stdin': false, 'to-secret': undefined, ...flags };
  const target = { host: 'new.example', path };
  return targetLogin(all, { cluster, target, signal: new AbortController().signal });
}

describe('targetLogin', () => {
  const inherited = process.env[VARIABLE];
  afterEach(() => {
    if (inherited === undefined) Reflect.deleteProperty(process.env, VARIABLE);
    else process.env[VARIABLE] = inherited;
  });

  it('is none where none is given', async () => {
    assert.equal(await login({}), undefined);
  });

  it('is the user with the password of the environment', async () => {
    process.env[VARIABLE] = 's3cret';
    assert.deepEqual(await login({ username: 'me' }), { kind: 'basic', username: 'me', password: 's3cret' });
  });

  it('is the most specific login of a Secret', async () => {
    assert.deepEqual(await login({ 'to-secret': 'shop/target' }), {
      kind: 'basic',
      username: 'me',
      password: 's3cret',
    });
    assert.deepEqual(await login({ 'to-secret': 'shop/target' }, 'team'), {
      kind: 'basic',
      username: 'team',
      password: 't0ken',
    });
  });

  const wrong: readonly [string, Partial<TargetLoginValues>, string | undefined][] = [
    ['a user without password', { username: 'me' }, undefined],
    ['an empty password', { username: 'me' }, ''],
    ['a password without user', {}, 's3cret'],
    ['a Secret that is not there', { 'to-secret': 'shop/none' }, undefined],
    ['a Secret without namespace', { 'to-secret': 'target' }, undefined],
  ];
  for (const [name, flags, password] of wrong) {
    it(`refuses ${name}, and shows no password`, async () => {
      if (password !== undefined) process.env[VARIABLE] = password;
      await assert.rejects(
        login(flags),
        (error) =>
          error instanceof UsageError && !`${error.message}${error.nextStep ?? ''}`.includes('s3cret'),
      );
    });
  }
});
