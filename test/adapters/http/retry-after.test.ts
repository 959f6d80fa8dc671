import assert from 'node:assert/strict';
import { retryAfter } from '../../../src/adapters/http/retry-after.ts';

describe('Retry-After', () => {
  const now = Date.UTC(2026, 0, 1);
  const cases: Readonly<Record<string, readonly [string | undefined, number | undefined]>> = {
    absent: [undefined, undefined],
    seconds: ['120', 120_000],
    'a fraction of seconds': ['1.5', 1500],
    'a date': ['Thu, 01 Jan 2026 00:00:30 GMT', 30_000],
    'a date in the past': ['Wed, 31 Dec 2025 00:00:30 GMT', 0],
    nonsense: ['soon', undefined],
    'a negative number': ['-5', undefined],
    'no content': ['', undefined],
  };
  for (const [what, [header, milliseconds]] of Object.entries(cases)) {
    it(`is read: ${what}`, () => {
      assert.equal(retryAfter(header, now), milliseconds);
    });
  }
});
