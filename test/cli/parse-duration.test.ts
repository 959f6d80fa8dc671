import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseDuration } from '../../src/cli/parse-duration.ts';
import { UsageError } from '../../src/domain/errors.ts';

describe('parseDuration', () => {
  const valid: readonly [string, number][] = [
    ['0', 0],
    ['30', 30],
    ['30s', 30],
    ['1m30s', 90],
    ['2h', 7200],
    ['1h1m1s', 3661],
    ['1.5h', 5400],
    ['500ms', 0.5],
    ['1s500ms', 1.5],
  ];
  for (const [text, seconds] of valid) {
    it(`reads ${text}`, () => {
      assert.equal(parseDuration(text, '--timeout'), seconds);
    });
  }

  it('adds up any parts', () => {
    const part = fc.nat({ max: 1000 });
    fc.assert(
      fc.property(part, part, part, (hours, minutes, seconds) => {
        const text = `${hours}h${minutes}m${seconds}s`;
        assert.equal(parseDuration(text, '--timeout'), hours * 3600 + minutes * 60 + seconds);
      }),
    );
  });

  for (const text of ['', ' ', 's', '-1s', '1d', '1m30', '5 m', '1,5s', '10m!', '1e3', 'm5']) {
    it(`refuses ${JSON.stringify(text)}, naming the flag`, () => {
      assert.throws(
        () => parseDuration(text, '--timeout'),
        (error) =>
          error instanceof UsageError && error.message === `invalid --timeout ${JSON.stringify(text)}`,
      );
    });
  }
});
