import assert from 'node:assert/strict';
import { countOf } from '../../src/domain/count-of.ts';

describe('countOf', () => {
  for (const [count, text] of [
    [0, '0 pods'],
    [1, '1 pod'],
    [2, '2 pods'],
  ] as const) {
    it(text, () => {
      assert.equal(countOf(count, 'pod'), text);
    });
  }
});
