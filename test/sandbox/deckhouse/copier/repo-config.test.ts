import assert from 'node:assert/strict';
import { currentRepo, HookFailure } from '../../../../src/sandbox/deckhouse/copier/repo-config.ts';

const IMAGE = 'old.example/d8:v1';

function settings(entry: unknown): Readonly<Record<string, string>> {
  return { address: 'old.example', '.dockerconfigjson': JSON.stringify({ auths: { 'old.example': entry } }) };
}

function auth(text: string): object {
  return { auth: Buffer.from(text).toString('base64') };
}

describe('the registry that the copier of Deckhouse copies from', () => {
  const logins: readonly [string, object, string][] = [
    ['auth', auth('u:p"\\ß'), 'p"\\ß'],
    ['user name and password', { username: 'u', password: 'a:b', ...auth('x') }, 'a:b'],
    ['blanks around the password', { username: 'u', password: ' p ' }, 'p'],
  ];
  for (const [name, entry, password] of logins) {
    it(`is read with ${name}`, () => {
      const expected = { username: 'u', password, insecure: false, image: IMAGE };
      assert.deepEqual(currentRepo(settings(entry), IMAGE), expected);
    });
  }

  const failures: readonly [string, Readonly<Record<string, string>>, string][] = [
    ['a password with a colon in auth', settings(auth('u:a:b')), 'unexpected format of "auth" field'],
    ['auth that is no base64', settings({ auth: '?' }), 'cannot decode base64 "auth" field'],
    ['an anonymous registry', settings({}), 'not found creds in dockerconfig'],
    ['another host', { ...settings(auth('u:p')), address: 'x' }, 'no credentials for current registry'],
  ];
  for (const [name, given, message] of failures) {
    it(`is not known with ${name}`, () => {
      assert.throws(() => currentRepo(given, IMAGE), new HookFailure(message));
    });
  }
});
