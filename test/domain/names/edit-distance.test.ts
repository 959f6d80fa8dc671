import assert from 'node:assert/strict';
import fc from 'fast-check';
import { editDistance } from '../../../src/domain/names/edit-distance.ts';

describe('editDistance', () => {
  const cases: readonly [from: string, to: string, distance: number][] = [
    ['', '', 0],
    ['plan', 'plan', 0],
    ['', 'plan', 4],
    ['plan', '', 4],
    ['imges', 'images', 1],
    ['images', 'imges', 1],
    ['verifi', 'verify', 1],
    ['swicth', 'switch', 1],
    ['kitten', 'sitting', 3],
    ['heal', 'copy', 4],
    ['abc', 'cab', 2],
    ['ab', 'ba', 1],
    ['ca', 'abc', 3],
  ];
  for (const [from, to, distance] of cases) {
    it(`is ${distance} from ${JSON.stringify(from)} to ${JSON.stringify(to)}`, () => {
      assert.equal(editDistance(from, to), distance);
    });
  }

  it('is the same both ways, and nothing for the same word only', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 6 });
    fc.assert(
      fc.property(word, word, (a, b) => {
        assert.equal(editDistance(a, b), editDistance(b, a));
        assert.equal(editDistance(a, b) === 0, a === b);
        assert.ok(editDistance(a, b) <= Math.max(a.length, b.length));
      }),
    );
  });
});
