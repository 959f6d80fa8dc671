import assert from 'node:assert/strict';
import { parseChallenge, type Challenge } from '../../../../src/adapters/registry/auth/challenge.ts';

function bearer(realm: string, rest: Partial<Challenge & { readonly scheme: 'bearer' }> = {}): Challenge {
  return { scheme: 'bearer', realm, service: undefined, scope: undefined, error: undefined, ...rest };
}

describe('WWW-Authenticate', () => {
  const cases: Readonly<Record<string, readonly [string | undefined, Challenge | undefined]>> = {
    'is absent': [undefined, undefined],
    'is empty': ['', undefined],
    'is of a scheme that nobody knows': ['Negotiate abc==', undefined],
    'is basic': ['Basic realm="x"', { scheme: 'basic' }],
    'is basic without a realm': ['basic', { scheme: 'basic' }],
    'is that of Docker Hub': [
      'Bearer realm="https://auth.docker.io/token",service="registry.docker.io",scope="repository:a/b:pull,push"',
      bearer('https://auth.docker.io/token', {
        service: 'registry.docker.io',
        scope: 'repository:a/b:pull,push',
      }),
    ],
    'has spaces and no quotes': [
      'BEARER Realm = https://a/t , Service=s',
      bearer('https://a/t', { service: 's' }),
    ],
    'has escaped quotes': [
      'Bearer realm="https://a/t",service="a \\"b\\""',
      bearer('https://a/t', { service: 'a "b"' }),
    ],
    'offers both': ['Basic realm="x", Bearer realm="https://a/t"', bearer('https://a/t')],
    'offers both the other way round': ['Bearer realm="https://a/t", Basic realm="x"', bearer('https://a/t')],
    'is bearer without a realm': ['Bearer service="x"', undefined],
    'has an error': [
      'Bearer realm="https://a/t",error="insufficient_scope"',
      bearer('https://a/t', { error: 'insufficient_scope' }),
    ],
  };
  for (const [what, [header, challenge]] of Object.entries(cases)) {
    it(`is understood when it ${what}`, () => {
      assert.deepEqual(parseChallenge(header), challenge);
    });
  }
});
