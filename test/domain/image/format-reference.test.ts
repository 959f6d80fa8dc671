import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  familiarName,
  formatImageReference,
  repositoryName,
} from '../../../src/domain/image/format-reference.ts';
import { parseImageReference } from '../../../src/domain/image/parse-reference.ts';
import { references } from './arbitrary-reference.ts';

const DIGEST = `sha256:${'f'.repeat(64)}`;

describe('formatImageReference', () => {
  const cases: readonly (readonly [name: string, text: string, canonical: string])[] = [
    ['a short name', 'nginx', 'docker.io/library/nginx'],
    ['a short name with a tag', 'nginx:1', 'docker.io/library/nginx:1'],
    ['tag and digest', `me/app:1@${DIGEST}`, `docker.io/me/app:1@${DIGEST}`],
    ['a digest alone', `[::1]:5000/app@${DIGEST}`, `[::1]:5000/app@${DIGEST}`],
  ];
  for (const [name, text, canonical] of cases) {
    it(`prints ${name}`, () => {
      assert.equal(formatImageReference(parseImageReference(text)), canonical);
    });
  }

  it('is read back as the same value', () => {
    fc.assert(
      fc.property(references, (reference) => {
        assert.deepEqual(parseImageReference(formatImageReference(reference)), reference);
      }),
    );
  });
});

describe('repositoryName', () => {
  it('leaves tag and digest out', () => {
    assert.equal(repositoryName(parseImageReference(`quay.io/a/b:1@${DIGEST}`)), 'quay.io/a/b');
  });
});

describe('familiarName', () => {
  const cases: readonly (readonly [name: string, text: string, familiar: string])[] = [
    ['an official image', 'docker.io/library/nginx:1', 'nginx:1'],
    ['an image of a user', 'docker.io/me/app', 'me/app'],
    ['library with three parts', 'docker.io/library/a/b', 'library/a/b'],
    ['another registry', 'quay.io/library/nginx', 'quay.io/library/nginx'],
    ['a namespace that would be read as a host', 'docker.io/my.org/app', 'docker.io/my.org/app'],
    ['a namespace called localhost', 'docker.io/localhost/app', 'docker.io/localhost/app'],
    [
      'a name that would be read as an ID',
      `docker.io/${'a'.repeat(64)}`,
      `docker.io/library/${'a'.repeat(64)}`,
    ],
  ];
  for (const [name, text, familiar] of cases) {
    it(`prints ${name}`, () => {
      assert.equal(familiarName(parseImageReference(text)), familiar);
    });
  }

  it('means the same', () => {
    fc.assert(
      fc.property(references, (reference) => {
        assert.deepEqual(parseImageReference(familiarName(reference)), reference);
      }),
    );
  });
});
