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
    ['swicth', 'switch', 2],
    ['kitten', 'sitting', 3],
    ['heal', 'copy', 4],
    ['abc', 'cab', 2],
  ];
  for (const [from, to, distance] of cases) {
    it(`is ${distance} from ${JSON.stringify(from)} to ${JSON.stringify(to)}`, () => {
      assert.equal(editDistance(from, to), distance);
    });
  }

  it('is a distance: the same both ways, never longer than over a third word', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 6 });
    fc.assert(
      fc.property(word, word, word, (a, b, c) => {
        assert.equal(editDistance(a, b), editDistance(b, a));
        assert.equal(editDistance(a, b) === 0, a === b);
        assert.ok(editDistance(a, c) <= editDistance(a, b) + editDistance(b, c));
      }),
    );
  });
});
