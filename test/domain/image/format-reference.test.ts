import assert from 'node:assert/strict';
import fc from 'fast-check';
import { formatImageReference, repositoryName } from '../../../src/domain/image/format-reference.ts';
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
