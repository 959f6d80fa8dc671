import assert from 'node:assert/strict';
import { ExpectedError } from '../../../src/domain/errors.ts';
import type { Credential } from '../../../src/domain/credentials/credential.ts';
import { parseDockercfg, parseDockerConfig } from '../../../src/domain/credentials/docker-config.ts';

const LOGIN: Credential = { kind: 'basic', username: 'me', password: 'pa:ss' };
const SECRET = 'hunter2-Sup3rSecret';

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

describe('parseDockerConfig', () => {
  const entries: readonly (readonly [name: string, entry: unknown, credential: Credential | undefined])[] = [
    ['auth', { auth: base64('me:pa:ss') }, LOGIN],
    ['auth without padding', { auth: base64('me:pa:ss').replaceAll('=', '') }, LOGIN],
    ['auth over several lines', { auth: `${base64('me:pa:ss')}\n` }, LOGIN],
    ['user name and password', { username: 'me', password: 'pa:ss', email: 'me@example' }, LOGIN],
    [
      'auth before user name and password',
      { auth: base64('me:pa:ss'), username: 'old', password: 'old' },
      LOGIN,
    ],
    ['an empty auth beside user name and password', { auth: '', username: 'me', password: 'pa:ss' }, LOGIN],
    ['a user name alone', { username: 'me' }, { kind: 'basic', username: 'me', password: '' }],
    ['a password alone', { password: 'x' }, { kind: 'basic', username: '', password: 'x' }],
    ['letters beyond ASCII', { auth: base64('mé:pä') }, { kind: 'basic', username: 'mé', password: 'pä' }],
    [
      'an identity token',
      { auth: base64('00000000:'), identitytoken: 'tok' },
      { kind: 'identity-token', token: 'tok' },
    ],
    ['the empty entry beside a credential store', {}, undefined],
    ['an auth of nothing', { auth: base64(':') }, undefined],
  ];
  for (const [name, entry, credential] of entries) {
    it(`reads ${name}`, () => {
      const expected = credential === undefined ? [] : [{ key: 'quay.io', credential }];
      assert.deepEqual(
        parseDockerConfig(JSON.stringify({ auths: { 'quay.io': entry } }), 'x').entries,
        expected,
      );
      assert.deepEqual(parseDockercfg(JSON.stringify({ 'quay.io': entry }), 'x').entries, expected);
    });
  }

  it('keeps the programs that know logins', () => {
    const text = JSON.stringify({
      credHelpers: { 'gcr.io': 'gcloud', 'x.io': 1 },
      credsStore: 'osxkeychain',
    });
    assert.deepEqual(parseDockerConfig(text, 'x'), {
      entries: [],
      credHelpers: { 'gcr.io': 'gcloud' },
      credsStore: 'osxkeychain',
    });
  });

  it('takes an empty credential store for none', () => {
    assert.deepEqual(parseDockerConfig('{"credsStore":""}', 'x'), { entries: [], credHelpers: {} });
  });

  it('takes missing parts for empty', () => {
    assert.deepEqual(parseDockerConfig('{"auths":null}', 'x'), { entries: [], credHelpers: {} });
  });

  const broken: readonly (readonly [name: string, text: string, message: RegExp])[] = [
    ['no JSON', `{"auths":{"quay.io":{"password":"${SECRET}"`, /^Secret shop\/pull is not valid JSON$/],
    ['a bare secret', SECRET, /^Secret shop\/pull is not valid JSON$/],
    ['a list', `["${SECRET}"]`, /^Secret shop\/pull is not a JSON object$/],
    ['auths of another form', `{"auths":"${SECRET}"}`, /^Secret shop\/pull: "auths" is not a JSON object$/],
    [
      'an entry of another form',
      `{"auths":{"quay.io":"${SECRET}"}}`,
      /the login for "quay\.io" is not a JSON object/,
    ],
    [
      'auth that is no base64',
      `{"auths":{"quay.io":{"auth":"${SECRET}:"}}}`,
      /the login for "quay\.io".*not base64/,
    ],
    [
      'auth without colon',
      `{"auths":{"quay.io":{"auth":"${base64(SECRET)}"}}}`,
      /the login for "quay\.io".*username:password/,
    ],
  ];
  for (const [name, text, message] of broken) {
    it(`refuses ${name} without quoting it`, () => {
      assert.throws(
        () => parseDockerConfig(text, 'Secret shop/pull'),
        (error) => {
          assert.ok(error instanceof ExpectedError);
          assert.match(error.message, message);
          const everything = [error.message, error.nextStep, String(error.cause), error.stack].join('\n');
          assert.ok(!everything.includes('Sup3r') && !everything.includes(base64(SECRET)), everything);
          return true;
        },
      );
    });
  }
});
