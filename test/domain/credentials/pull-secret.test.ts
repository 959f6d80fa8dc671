import assert from 'node:assert/strict';
import type { Credential } from '../../../src/domain/credentials/credential.ts';
import { credentialsFor } from '../../../src/domain/credentials/credentials-for.ts';
import { parseDockerConfig } from '../../../src/domain/credentials/docker-config.ts';
import { dockerConfigFor, mergeDockerConfig } from '../../../src/domain/credentials/pull-secret.ts';
import { ExpectedError, UsageError } from '../../../src/domain/errors.ts';
import { pullLogin } from '../../support/builders/pull-login.ts';
import { parseImageReference } from '../../../src/domain/image/parse-reference.ts';

const LOGIN: Credential = { kind: 'basic', username: 'me', password: 'Sup3r:"\\é' };
const AUTH = Buffer.from('me:Sup3r:"\\é').toString('base64');
const WRITTEN = { username: 'me', password: 'Sup3r:"\\é', auth: AUTH };

describe('dockerConfigFor', () => {
  const addresses: readonly (readonly [address: string, key: string])[] = [
    ['new.example:5000', 'new.example:5000'],
    ['new.example/team', 'new.example/team'],
    ['docker.io', 'https://index.docker.io/v1/'],
    ['docker.io/me', 'docker.io/me'],
  ];
  for (const [address, key] of addresses) {
    it(`writes a login for ${address}`, () => {
      const text = dockerConfigFor([pullLogin(address, LOGIN)]);
      assert.deepEqual(JSON.parse(text), { auths: { [key]: WRITTEN } });
      const image = parseImageReference(`${address}/x/app:1`);
      assert.deepEqual(credentialsFor(image, parseDockerConfig(text, 'x').entries), [LOGIN]);
    });
  }

  it('writes several, each for its place', () => {
    const other: Credential = { kind: 'basic', username: 'you', password: 'x' };
    const text = dockerConfigFor([
      pullLogin('new.example/team', LOGIN),
      pullLogin('new.example/shop', other),
    ]);
    const { entries } = parseDockerConfig(text, 'x');
    const opening = (image: string) => credentialsFor(parseImageReference(image), entries);
    assert.deepEqual(opening('new.example/team/app:1'), [LOGIN]);
    assert.deepEqual(opening('new.example/shop/app:1'), [other]);
    assert.deepEqual(opening('new.example/rest/app:1'), []);
  });

  it('refuses an identity token, which nodes cannot use', () => {
    assert.throws(
      () => dockerConfigFor([pullLogin('new.example', { kind: 'identity-token', token: 't0ken' })]),
      UsageError,
    );
  });

  it('refuses a user name with a colon without quoting it', () => {
    assert.throws(
      () =>
        dockerConfigFor([pullLogin('new.example', { kind: 'basic', username: 'me:Sup3r', password: '' })]),
      (error) => error instanceof UsageError && !error.message.includes('Sup3r'),
    );
  });
});

describe('mergeDockerConfig', () => {
  const existing =
    '{ "auths": {"old.example": {"auth": "bWU6b2xk", "email": "x"}, "__proto__": {"auth": "YTpi"}}, "HttpHeaders": {"A": "b"}, "psFormat": null }';

  it('adds the login beside what is there', () => {
    const merged: unknown = JSON.parse(mergeDockerConfig(existing, [pullLogin('new.example', LOGIN)]));
    const expected: unknown = JSON.parse(
      existing.replace('}}, "Http', `}, "new.example": ${JSON.stringify(WRITTEN)}}, "Http`),
    );
    assert.deepEqual(merged, expected);
  });

  it('replaces a login for the same address that differs in one half', () => {
    for (const other of [
      { ...LOGIN, password: 'x' },
      { ...LOGIN, username: 'x' },
    ]) {
      const text = mergeDockerConfig(existing, [pullLogin('new.example', other)]);
      assert.equal(
        mergeDockerConfig(text, [pullLogin('new.example', LOGIN)]),
        mergeDockerConfig(existing, [pullLogin('new.example', LOGIN)]),
      );
    }
  });

  it('changes no byte when the login is there already, in whatever form', () => {
    for (const login of [{ auth: AUTH }, { username: 'me', password: 'Sup3r:"\\é', email: 'x' }]) {
      const text = JSON.stringify({ auths: { 'new.example': login } }, undefined, 3);
      assert.equal(mergeDockerConfig(text, [pullLogin('new.example', LOGIN)]), text);
    }
  });

  it('repairs a broken login for the same address', () => {
    const text = '{"auths":{"new.example":{"auth":"%%%"},"old.example":{"auth":"%%%"}}}';
    assert.deepEqual(JSON.parse(mergeDockerConfig(text, [pullLogin('new.example', LOGIN)])), {
      auths: { 'new.example': WRITTEN, 'old.example': { auth: '%%%' } },
    });
  });

  it('starts from an empty object', () => {
    assert.deepEqual(JSON.parse(mergeDockerConfig('{}', [pullLogin('new.example', LOGIN)])), {
      auths: { 'new.example': WRITTEN },
    });
  });

  it('refuses what it cannot read, without quoting it', () => {
    assert.throws(
      () => mergeDockerConfig('{"auths": Sup3r', [pullLogin('new.example', LOGIN)]),
      (error) =>
        error instanceof ExpectedError && !`${error.message}${String(error.cause)}`.includes('Sup3r'),
    );
  });
});
