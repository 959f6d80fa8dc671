import assert from 'node:assert/strict';
import { UsageError } from '../../../src/domain/errors.ts';
import { parseImageReference } from '../../../src/domain/image/parse-reference.ts';
import {
  formatRegistryPrefix,
  liesIn,
  parseRegistryPrefix,
} from '../../../src/domain/mapping/registry-prefix.ts';

describe('parseRegistryPrefix', () => {
  const valid: readonly (readonly [name: string, text: string, host: string, path: string])[] = [
    ['a host', 'quay.io', 'quay.io', ''],
    ['a host with port', 'registry:5000', 'registry:5000', ''],
    ['localhost', 'localhost', 'localhost', ''],
    ['the lowest port', 'new.example:1', 'new.example:1', ''],
    ['the highest port', 'new.example:65535', 'new.example:65535', ''],
    ['IPv6', '[::1]:5000/a', '[::1]:5000', 'a'],
    ['a path', 'new.example:5000/a/b', 'new.example:5000', 'a/b'],
    ['Docker Hub by its old name', 'index.docker.io/me', 'docker.io', 'me'],
    ['a path of one part at Docker Hub, which is an account', 'docker.io/me', 'docker.io', 'me'],
  ];
  for (const [name, text, host, path] of valid) {
    it(`reads ${name}`, () => {
      assert.deepEqual(parseRegistryPrefix(text, 'target'), { host, path });
    });
  }

  const invalid: readonly (readonly [
    name: string,
    text: string,
    column: number,
    reason: RegExp,
    next: RegExp,
  ])[] = [
    ['nothing', '', 1, /empty/, /registry\.example/],
    ['white space', 'quay.io ', 8, /white space/, /Remove/],
    ['a scheme', 'https://new.example/', 1, /without a scheme/, /^Write new\.example\.$/],
    ['a slash at the end', 'new.example/a/', 14, /ends with a slash/, /^Write new\.example\/a\.$/],
    ['a tag', 'new.example/a:1', 14, /cannot have a tag/, /^Write new\.example\/a\.$/],
    ['a tag on the host', 'new.example:latest', 12, /port/, /digits/],
    ['a digest', 'new.example/a@sha256:00', 14, /cannot have a digest/, /^Write new\.example\/a\.$/],
    ['upper case', 'New.example/A', 1, /lower case/, /^Write new\.example\/a\.$/],
    ['a path alone', '/team', 1, /host is empty/, /Remove the leading/],
    ['an empty part', 'new.example//a', 13, /empty/, /single slashes/],
    ['a strange character', 'new.example/a$', 14, /"\$"/, /Use/],
    ['a name that is no host', 'stackstate/app', 1, /is not a registry host/, /docker\.io\/stackstate/],
    ['a port out of range', 'new.example:65536', 13, /invalid port 65536$/, /65535/],
    ['port 0', 'new.example:0', 13, /invalid port 0$/, /65535/],
    ['a wildcard with text', '*.example', 1, /wildcard/, /each registry separately/],
  ];
  for (const [name, text, column, reason, next] of invalid) {
    it(`refuses ${name}`, () => {
      assert.throws(
        () => parseRegistryPrefix(text, 'target'),
        (error) =>
          error instanceof UsageError &&
          error.message.startsWith(`invalid target ${JSON.stringify(text)}, column ${column}: `) &&
          reason.test(error.message) &&
          next.test(error.nextStep ?? ''),
      );
    });
  }

  it('names the place where it was written', () => {
    assert.throws(() => parseRegistryPrefix('a', 'source', 'rules.yaml:3'), {
      message: /^rules\.yaml:3: invalid source "a"/,
    });
  });
});

describe('formatRegistryPrefix', () => {
  it('is the text that it was read from', () => {
    for (const text of ['quay.io', 'localhost:5000/a/b']) {
      assert.equal(formatRegistryPrefix(parseRegistryPrefix(text, 'source')), text);
    }
  });
});

describe('liesIn', () => {
  const cases: readonly (readonly [name: string, prefix: string, image: string, inside: boolean])[] = [
    ['anything at the host', 'quay.io', 'quay.io/a/b', true],
    ['another port', 'quay.io', 'quay.io:8443/a/b', false],
    ['another host', 'quay.io', 'xquay.io/a/b', false],
    ['another letter case of the host', 'quay.io', 'Quay.IO/a/b', true],
    ['below the prefix', 'quay.io/a', 'quay.io/a/b/c', true],
    ['the prefix itself', 'quay.io/a', 'quay.io/a', true],
    ['half a component', 'quay.io/a', 'quay.io/ab', false],
    ['above the prefix', 'quay.io/a/b', 'quay.io/a', false],
    ['a short Docker Hub name', 'docker.io/library', 'nginx', true],
  ];
  for (const [name, prefix, image, inside] of cases) {
    it(`${inside ? 'includes' : 'excludes'} ${name}`, () => {
      assert.equal(liesIn(parseRegistryPrefix(prefix, 'source'), parseImageReference(image)), inside);
    });
  }
});
