import assert from 'node:assert/strict';
import { formatQuantity, parseQuantity } from '../../../src/sandbox/objects/quantity.ts';

describe('quantities', () => {
  const cases: readonly [string, number | undefined][] = [
    ['1', 1],
    ['500m', 0.5],
    ['.5', 0.5],
    ['1.5Gi', 1.5 * 2 ** 30],
    ['2k', 2000],
    ['1e3', 1000],
    ['-1', -1],
    ['', undefined],
    ['much', undefined],
    ['1 Gi', undefined],
    ['1KiB', undefined],
  ];
  for (const [text, expected] of cases) {
    it(`reads ${text}`, () => {
      assert.equal(parseQuantity(text), expected);
    });
  }

  it('writes amounts as short as can be', () => {
    assert.deepEqual(
      [2, 0.25, 0].map((amount) => formatQuantity(amount, false)),
      ['2', '250m', '0'],
    );
    assert.deepEqual(
      [2 ** 30, 3 * 2 ** 20, 1000, 0].map((amount) => formatQuantity(amount, true)),
      ['1Gi', '3Mi', '1000', '0'],
    );
  });
});
