import assert from 'node:assert/strict';
import { parseChallenges } from '../../../src/sandbox/oci/challenge.ts';

describe('parseChallenges', () => {
  const bearer = {
    scheme: 'bearer',
    parameters: {
      realm: 'https://auth.example/token?a=1,2',
      service: 'x',
      scope: 'repository:a/b:pull,push',
    },
  };
  const basic = { scheme: 'basic', parameters: { realm: 'a "quoted" one' } };
  const table: readonly [string, string | undefined, readonly unknown[]][] = [
    ['no header', undefined, []],
    ['an empty one', '', []],
    [
      'commas within quotes',
      'Bearer realm="https://auth.example/token?a=1,2",service=x,scope="repository:a/b:pull,push"',
      [bearer],
    ],
    ['escaped quotes', String.raw`Basic Realm="a \"quoted\" one"`, [basic]],
    [
      'two schemes',
      String.raw`Bearer realm="https://auth.example/token?a=1,2", service="x", scope="repository:a/b:pull,push", Basic realm="a \"quoted\" one"`,
      [bearer, basic],
    ],
  ];
  for (const [name, header, expected] of table) {
    it(`reads ${name}`, () => {
      assert.deepEqual(parseChallenges(header), expected);
    });
  }
});
