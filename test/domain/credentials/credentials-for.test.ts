import assert from 'node:assert/strict';
import { credentialsFor } from '../../../src/domain/credentials/credentials-for.ts';
import type { DockerConfigEntry } from '../../../src/domain/credentials/docker-config.ts';
import { parseImageReference } from '../../../src/domain/image/parse-reference.ts';

/** An entry that can be told by its password. */
function entry(key: string, password = key): DockerConfigEntry {
  return { key, credential: { kind: 'basic', username: 'u', password } };
}

function passwords(image: string, entries: readonly DockerConfigEntry[]): readonly string[] {
  return credentialsFor(parseImageReference(image), entries).map((credential) =>
    credential.kind === 'basic' ? credential.password : credential.token,
  );
}

describe('credentialsFor', () => {
  const cases: readonly (readonly [name: string, key: string, image: string, serves: boolean])[] = [
    ['the same host', 'quay.io', 'quay.io/a/b', true],
    ['a host with https', 'https://quay.io', 'quay.io/a/b', true],
    ['a host with http', 'http://quay.io', 'quay.io/a/b', true],
    ['a slash at the end', 'https://quay.io/', 'quay.io/a/b', true],
    ['the API version v1', 'https://quay.io/v1/', 'quay.io/a/b', true],
    ['the API version v2', 'quay.io/v2/', 'quay.io/a/b', true],
    ['an API version before a path', 'quay.io/v2/team', 'quay.io/team/b', true],
    ['an API version without slash, which is a path', 'quay.io/v2', 'quay.io/a/b', false],
    ['a path', 'quay.io/a', 'quay.io/a/b', true],
    ['half a component', 'quay.io/a', 'quay.io/ab/c', true],
    ['a path with a slash at the end', 'quay.io/a/', 'quay.io/ab/c', false],
    ['another path', 'quay.io/x', 'quay.io/a/b', false],
    ['another host', 'gcr.io', 'quay.io/a/b', false],
    ['the same port', 'reg.example:5000', 'reg.example:5000/a', true],
    ['another port', 'reg.example:5001', 'reg.example:5000/a', false],
    ['a port that the image lacks', 'reg.example:443', 'reg.example/a', false],
    ['a port that the entry lacks', 'reg.example', 'reg.example:5000/a', false],
    ['IPv6', '[::1]:5000', '[::1]:5000/a', true],
    ['a wildcard for a label', '*.kubernetes.io', 'prefix.kubernetes.io/a', true],
    ['a wildcard in the middle', 'prefix.*.io', 'prefix.kubernetes.io/a', true],
    ['a wildcard at the end', 'prefix.kubernetes.*', 'prefix.kubernetes.io/a', true],
    ['a wildcard within a label', '*-good.kubernetes.io', 'prefix-good.kubernetes.io/a', true],
    ['two wildcards within a label', 'p*f*x.kubernetes.io', 'prefix.kubernetes.io/a', true],
    ['a wildcard for nothing', 'pre*fix.kubernetes.io', 'prefix.kubernetes.io/a', true],
    ['wildcards around what is not there', 'p*z*x.kubernetes.io', 'prefix.kubernetes.io/a', false],
    ['wildcards that need a letter twice', 'p*x*x.kubernetes.io', 'prefix.kubernetes.io/a', false],
    ['a query and a fragment left out', 'quay.io/a?b#c', 'quay.io/a/b', true],
    ['a user name left out', 'me@quay.io', 'quay.io/a/b', true],
    ['a wildcard with path and port', 'prefix.*.io:1111/foo', 'prefix.kubernetes.io:1111/foo/bar', true],
    ['a wildcard for two labels', '*.kubernetes.io', 'kubernetes.io/a', false],
    ['two wildcards for one label', '*.*.kubernetes.io', 'prefix.kubernetes.io/a', false],
    ['a wildcard for a deeper host', '*.io', 'prefix.kubernetes.io/a', false],
    ['a wildcard that does not fit', 'k*.io', 'quay.io/a', false],
    ['overlapping ends of a wildcard', 'ab*ba.io', 'aba.io/x', false],
    ['a dot is a dot', 'quay.io', 'quayxio.io/a', false],
    ['no address', 'quay io', 'quay.io/a', false],
    ['a port that is no number', 'quay.io:x', 'quay.io/a', false],
    ['Docker Hub by name', 'docker.io', 'nginx', true],
    ["Docker Hub's old key", 'https://index.docker.io/v1/', 'nginx', true],
    ["Docker Hub's old key for a named image", 'https://index.docker.io/v1/', 'docker.io/me/app', true],
    ["Docker Hub's old name", 'index.docker.io', 'me/app', true],
    ["a part of Docker Hub's old name", 'index.docker.io/me', 'me/app', false],
    ["Docker Hub's key for another registry", 'https://index.docker.io/v1/', 'quay.io/a/b', false],
    ["Docker Hub's key for localhost", 'https://index.docker.io/v1/', 'localhost/a/b', false],
  ];
  for (const [name, key, image, serves] of cases) {
    it(`${serves ? 'takes' : 'does not take'}: ${name}`, () => {
      assert.deepEqual(passwords(image, [entry(key)]), serves ? [key] : []);
    });
  }

  it('tries more specific keys first', () => {
    const keys = ['*.io', 'quay.io', 'quay.io/team/app', 'quay.io/team', 'gcr.io'];
    assert.deepEqual(
      passwords(
        'quay.io/team/app:1',
        keys.map((key) => entry(key)),
      ),
      ['quay.io/team/app', 'quay.io/team', 'quay.io', '*.io'],
    );
  });

  it('sorts by the whole address, port and path included', () => {
    const keys = ['reg.example:5000', 'reg.example:5000/a', '*.example:5000/a', '*.example:5000'];
    assert.deepEqual(
      passwords(
        'reg.example:5000/a',
        keys.map((key) => entry(key)),
      ),
      ['reg.example:5000/a', 'reg.example:5000', '*.example:5000/a', '*.example:5000'],
    );
  });

  it('tries the logins for one key in the order of the pull secrets', () => {
    const entries = [entry('quay.io', '1'), entry('https://quay.io', '2'), entry('quay.io', '3')];
    assert.deepEqual(passwords('quay.io/a', entries), ['1', '2', '3']);
  });

  it("tries Docker Hub's old key only where no other serves", () => {
    const entries = [entry('https://index.docker.io/v1/'), entry('docker.io/me')];
    assert.deepEqual(passwords('me/app', entries), ['docker.io/me']);
    assert.deepEqual(passwords('you/app', entries), ['https://index.docker.io/v1/']);
  });
});
