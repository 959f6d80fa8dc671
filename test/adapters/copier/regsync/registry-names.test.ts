import assert from 'node:assert/strict';
import { RegistryNames } from '../../../../src/adapters/copier/regsync/registry-names.ts';
import type { Credential } from '../../../../src/domain/credentials/credential.ts';
import { copy, digest } from './copy-request.ts';

const alice: Credential = { kind: 'basic', username: 'alice', password: 'a' };
const bob: Credential = { kind: 'basic', username: 'bob', password: 'b' };
const token: Credential = { kind: 'identity-token', token: 't' };

function from(path: string, sourceCredential?: Credential) {
  const credentials = sourceCredential === undefined ? {} : { sourceCredential };
  return copy(`old.example/${path}@${digest('a')}`, `new.example/${path}:1`, {
    ...credentials,
    targetCredential: bob,
  });
}

describe('RegistryNames', () => {
  it('leaves hosts with one login their names', () => {
    const { registries } = new RegistryNames([from('a', alice), from('b', { ...alice })]);
    assert.deepEqual(registries, [
      { name: 'old.example', host: 'old.example', credential: alice },
      { name: 'new.example', host: 'new.example', credential: bob },
    ]);
  });

  it('gives every further login at a host, anonymous too, a name of its own', () => {
    const names = new RegistryNames([from('a', alice), from('b', token), from('c'), from('d', bob)]);
    assert.deepEqual(
      names.registries.filter(({ host }) => host === 'old.example').map(({ credential }) => credential),
      [alice, token, undefined, bob],
    );
    const all = names.registries.map(({ name }) => name);
    assert.equal(new Set(all).size, all.length);
    assert.equal(names.nameOf('old.example', alice), 'old.example');
    assert.equal(names.nameOf('old.example', bob), all.at(-1));
    assert.equal(names.nameOf('new.example', bob), 'new.example');
  });

  it('makes names that regsync reads as hosts: with a dot', () => {
    const names = new RegistryNames([from('a', alice), from('b', token)]);
    assert.match(names.nameOf('old.example', token), /^[a-z0-9-]+(\.[a-z0-9-]+)+$/);
  });
});
