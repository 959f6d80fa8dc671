import assert from 'node:assert/strict';
import { pullLogins, type PullLoginFlags } from '../../src/cli/pull-logins.ts';
import type { PullLogin } from '../../src/domain/credentials/pull-login.ts';
import { UsageError } from '../../src/domain/errors.ts';
import { buildMapping } from '../../src/domain/mapping/build-mapping.ts';
import { formatRegistryPrefix } from '../../src/domain/mapping/registry-prefix.ts';
import { pullSecret } from '../support/builders/secrets.ts';
import { InMemoryCluster } from '../support/in-memory-cluster.ts';

const VARIABLE = 'REGISTRY_SWITCH_PULL_PASSWORD';
const cluster = new InMemoryCluster([
  pullSecret({ name: 'both' }, { 'new.example': 'puller:s3cret', 'other.example': 'their:t0ken' }),
  pullSecret({ name: 'old' }, { 'old.example': 'you:0ther' }),
]);
const mapping = buildMapping({
  from: ['old.example'],
  to: 'new.example/mirror',
  rules: [
    { from: 'old.example/team', to: 'new.example/ours' },
    { from: 'old.example/rest', to: 'other.example' },
  ],
});

/** `user at place` each. */
async function given(flags: Partial<PullLoginFlags>): Promise<string[]> {
  const none = { 'pull-username': undefined, 'pull-password-file': undefined, 'pull-secret': undefined };
  const values = { ...none, 'password-stdin': false, ...flags };
  const logins = await pullLogins(values, { cluster, mapping, signal: new AbortController().signal });
  return logins.map(described);
}

function described({ place, credential }: PullLogin): string {
  return `${credential.kind === 'basic' ? credential.username : '?'} at ${formatRegistryPrefix(place)}`;
}

describe('pullLogins', () => {
  afterEach(() => {
    Reflect.deleteProperty(process.env, VARIABLE);
  });

  it('are none where none is given', async () => {
    assert.deepEqual(await given({}), []);
  });

  it('are for the places of the host that they were named with, and no other', async () => {
    process.env[VARIABLE] = 's3cret';
    const logins = await given({ 'pull-username': 'puller' });
    assert.deepEqual(logins, ['puller at new.example/mirror', 'puller at new.example/ours']);
  });

  it('are those that a Secret has for each place', async () => {
    assert.deepEqual(await given({ 'pull-secret': 'shop/both' }), [
      'puller at new.example/mirror',
      'puller at new.example/ours',
      'their at other.example',
    ]);
  });

  const wrong: readonly [string, Partial<PullLoginFlags>, string | undefined][] = [
    ['a user without password', { 'pull-username': 'puller' }, undefined],
    ['a password without user', {}, 's3cret'],
    [
      'a file that is not there',
      { 'pull-username': 'puller', 'pull-password-file': '/nowhere/x' },
      undefined,
    ],
    ['a second password on standard input', { 'pull-password-file': '-', 'password-stdin': true }, undefined],
    ['a Secret that is not there', { 'pull-secret': 'shop/none' }, undefined],
    ['a Secret without a login for the target', { 'pull-secret': 'shop/old' }, undefined],
  ];
  for (const [name, flags, password] of wrong) {
    it(`refuses ${name}, and shows no password`, async () => {
      if (password !== undefined) process.env[VARIABLE] = password;
      await assert.rejects(
        given(flags),
        (error) =>
          error instanceof UsageError && !/s3cret|0ther/.test(`${error.message}${error.nextStep ?? ''}`),
      );
    });
  }
});
