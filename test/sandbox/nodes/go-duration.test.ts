import assert from 'node:assert/strict';
import { goDuration } from '../../../src/sandbox/nodes/go-duration.ts';

describe('goDuration', () => {
  const table: readonly [number, string][] = [
    [0.4, '0s'],
    [12.9, '12ms'],
    [1500, '1.5s'],
    [10_000, '10s'],
    [160_000, '2m40s'],
    [300_000, '5m0s'],
    [3_661_000, '1h1m1s'],
  ];
  for (const [milliseconds, expected] of table) {
    it(expected, () => {
      assert.equal(goDuration(milliseconds), expected);
    });
  }
});
