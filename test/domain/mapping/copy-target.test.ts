import assert from 'node:assert/strict';
import fc from 'fast-check';
import { formatImageReference } from '../../../src/domain/image/format-reference.ts';
import { parseImageReference } from '../../../src/domain/image/parse-reference.ts';
import { copyTarget } from '../../../src/domain/mapping/copy-target.ts';
import { references } from '../image/arbitrary-reference.ts';

const DIGEST = `sha256:${'0123456789abcdef'.repeat(4)}`;

describe('copyTarget', () => {
  const cases: readonly (readonly [name: string, image: string, target: string])[] = [
    ['keeps the tag', 'new.example/a:1', 'new.example/a:1'],
    ['keeps the tag and drops the digest', `new.example/a:1@${DIGEST}`, 'new.example/a:1'],
    [
      'invents a tag for a digest',
      `new.example/a@${DIGEST}`,
      'new.example/a:digest-0123456789abcdef0123456789abcdef',
    ],
    ['writes the default tag out', 'new.example/a', 'new.example/a:latest'],
  ];
  for (const [name, image, target] of cases) {
    it(name, () => {
      assert.equal(formatImageReference(copyTarget(parseImageReference(image))), target);
    });
  }

  it('always has a legal tag, no digest, and none that is taken for a signature', () => {
    fc.assert(
      fc.property(references, (reference) => {
        const target = copyTarget(reference);
        assert.deepEqual(parseImageReference(formatImageReference(target)), target);
        assert.equal('digest' in target, false);
        if (reference.tag === undefined) assert.ok(!target.tag.startsWith('sha'));
      }),
    );
  });
});
