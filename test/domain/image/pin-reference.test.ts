import assert from 'node:assert/strict';
import { parseImageReference } from '../../../src/domain/image/parse-reference.ts';
import { pinned, withDefaultTag, withoutDigest } from '../../../src/domain/image/pin-reference.ts';
import type { Digest } from '../../../src/domain/image/reference.ts';

const OLD: Digest = `sha256:${'a'.repeat(64)}`;
const NEW: Digest = `sha256:${'b'.repeat(64)}`;

describe('withDefaultTag', () => {
  it('adds latest to a bare name', () => {
    assert.equal(withDefaultTag(parseImageReference('quay.io/app')).tag, 'latest');
  });

  it('leaves a tag alone', () => {
    assert.equal(withDefaultTag(parseImageReference('quay.io/app:1')).tag, '1');
  });

  it('leaves a digest alone', () => {
    assert.equal(withDefaultTag(parseImageReference(`quay.io/app@${OLD}`)).tag, undefined);
  });
});

describe('withoutDigest', () => {
  for (const name of ['quay.io/app', 'quay.io/app:1']) {
    it(`keeps ${name}`, () => {
      const image = parseImageReference(name);
      assert.deepEqual(withoutDigest(pinned(image, OLD)), image);
    });
  }
});

describe('pinned', () => {
  it('sets the digest and keeps the tag', () => {
    assert.deepEqual(pinned(parseImageReference(`quay.io/app:1@${OLD}`), NEW), {
      host: 'quay.io',
      repository: 'app',
      tag: '1',
      digest: NEW,
    });
  });
});
