import assert from 'node:assert/strict';
import { shortList } from '../../src/domain/short-list.ts';

describe('shortList', () => {
  const cases: readonly [readonly string[], number, string][] = [
    [[], 2, ''],
    [['a'], 2, 'a'],
    [['a', 'b'], 2, 'a, b'],
    [['a', 'b', 'c'], 2, 'a, b and 1 more'],
    [['a', 'a', 'b', 'b'], 2, 'a, b'],
    [['a', 'b', 'c'], 1, 'a and 2 more'],
  ];
  for (const [texts, most, expected] of cases) {
    it(`makes "${expected}" of ${texts.length} texts`, () => {
      assert.equal(shortList(texts, most), expected);
    });
  }
});
