import assert from 'node:assert/strict';
import { evaluatePath } from '../../../src/domain/jsonpath/evaluate-path.ts';
import { pathOfPointer } from '../../../src/domain/jsonpath/path-of-pointer.ts';

describe('pathOfPointer', () => {
  const value = { spec: { images: [{ name: 'a' }, { 'a.b/c': 'x', "it's {odd}": 'y', é: 'z' }] } };
  for (const pointer of [
    '/spec/images/0/name',
    '/spec/images/1/a.b~1c',
    "/spec/images/1/it's {odd}",
    '/spec/images/1/é',
  ]) {
    it(`leads to ${pointer} alone`, () => {
      assert.deepEqual(
        evaluatePath(pathOfPointer(pointer), value).map((found) => found.pointer),
        [pointer],
      );
    });
  }

  it('is written as kubectl writes paths', () => {
    assert.equal(pathOfPointer('/spec/images/0/image'), '{.spec.images[0].image}');
  });
});
