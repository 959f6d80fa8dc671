import assert from 'node:assert/strict';
import { type TargetLoginFlags, targetLogins } from '../../src/cli/target-login.ts';
import type { Credential } from '../../src/domain/credentials/credential.ts';
import type { PlacedLogin } from '../../src/domain/credentials/pull-login.ts';
import { UsageError } from '../../src/domain/errors.ts';
import { buildMapping } from '../../src/domain/mapping/build-mapping.ts';
import type { MappingRule } from '../../src/domain/mapping/mapping.ts';
import { formatRegistryPrefix } from '../../src/domain/mapping/registry-prefix.ts';
import { pullSecret } from '../support/builders/secrets.ts';
import { InMemoryCluster } from '../support/in-memory-cluster.ts';

const VARIABLE = 'REGISTRY_SWITCH_PASSWORD';
const cluster = new InMemoryCluster([
  pullSecret({ name: 'target' }, { 'new.example': 'me:s3cret', 'new.example/team': 'team:t0ken' }),
  pullSecret({ name: 'many' }, { 'new.example': 'me:s3cret', 'b.example': 'bob:b0b' }),
]);

async function logins(
  flags: Partial<TargetLoginFlags>,
  { to = 'new.example', ...more }: { to?: string; push?: string; rules?: readonly MappingRule[] } = {},
): Promise<PlacedLogin[]> {
  const all = { username: undefined, 'password-stdin': false, 'to-secret': undefined, ...flags };
  const mapping = buildMapping({ from: ['old.example'], to, ...more });
  return targetLogins(all, { cluster, mapping, signal: new AbortController().signal });
}

async function login(flags: Partial<TargetLoginFlags>, path = ''): Promise<Credential | undefined> {
  const [first] = await logins(flags, { to: path === '' ? 'new.example' : `new.example/${path}` });
  return first?.credential;
}

/** `user at place` */
function named(some: readonly PlacedLogin[]): string[] {
  return some.map(({ place, credential }) => {
    const user = credential.kind === 'basic' ? credential.username : 'token';
    return `${user} at ${formatRegistryPrefix(place)}`;
  });
}

function rule(from: string, to: string): MappingRule {
  return { from, to };
}

describe('targetLogins', () => {
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

  it('belongs to the target, where that is written to too, and to no other host of the rules', async () => {
    process.env[VARIABLE] = 's3cret';
    const rules = [rule('old.example/a', 'b.example')];
    const found = await logins({ username: 'me' }, { push: 'push.example', rules });
    assert.deepEqual(named(found), ['me at new.example', 'me at push.example']);
  });

  it('is one for each place of the rules that a Secret has one for', async () => {
    const rules = [rule('old.example/a', 'b.example/x'), rule('old.example/c', 'c.example')];
    const found = await logins({ 'to-secret': 'shop/many' }, { rules });
    assert.deepEqual(named(found), ['me at new.example', 'bob at b.example/x']);
  });

  const wrong: readonly [string, Partial<TargetLoginFlags>, string | undefined][] = [
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
