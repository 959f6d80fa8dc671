import assert from 'node:assert/strict';
import { shortList } from '../../../src/commands/views/short-list.ts';

describe('shortList', () => {
  const cases: readonly [readonly string[], number | undefined, string][] = [
    [[], undefined, ''],
    [['a'], undefined, 'a'],
    [['a', 'b'], undefined, 'a, b'],
    [['a', 'b', 'c'], undefined, 'a, b and 1 more'],
    [['a', 'a', 'b', 'b'], undefined, 'a, b'],
    [['a', 'b', 'c'], 1, 'a and 2 more'],
  ];
  for (const [texts, most, expected] of cases) {
    it(`makes "${expected}" of ${texts.length} texts`, () => {
      assert.equal(shortList(texts, most), expected);
    });
  }
});
