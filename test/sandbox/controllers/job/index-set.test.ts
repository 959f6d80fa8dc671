import assert from 'node:assert/strict';
import { formatIndexes, parseIndexes } from '../../../../src/sandbox/controllers/job/index-set.ts';

describe('indexes of a Job', () => {
  for (const [text, indexes] of [
    ['', []],
    ['0', [0]],
    ['0,1', [0, 1]],
    ['0-2', [0, 1, 2]],
    ['0-2,5,7,8', [0, 1, 2, 5, 7, 8]],
  ] as const) {
    it(`are written as "${text}", and read so`, () => {
      assert.equal(formatIndexes(new Set([...indexes].toReversed())), text);
      assert.deepEqual([...parseIndexes(text, 100)], indexes);
    });
  }

  it('are read only below the number of completions', () => {
    assert.deepEqual([...parseIndexes('0-9', 3)], [0, 1, 2]);
  });
});
