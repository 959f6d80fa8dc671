import { equal } from 'node:assert/strict';
import { humanDuration, since } from '../../../../src/sandbox/api/table/human-duration.ts';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const YEAR = 365 * DAY;

const cases: readonly (readonly [seconds: number, text: string])[] = [
  [-3, '<invalid>'],
  [-1, '0s'],
  [0, '0s'],
  [119, '119s'],
  [2 * MINUTE, '2m'],
  [2 * MINUTE + 5, '2m5s'],
  [10 * MINUTE + 5, '10m'],
  [179 * MINUTE, '179m'],
  [3 * HOUR + 30 * MINUTE, '3h30m'],
  [8 * HOUR + 30 * MINUTE, '8h'],
  [2 * DAY + 5 * HOUR, '2d5h'],
  [8 * DAY + 5 * HOUR, '8d'],
  [3 * YEAR + 7 * DAY, '3y7d'],
  [9 * YEAR + 7 * DAY, '9y'],
];

describe('humanDuration', () => {
  for (const [seconds, text] of cases) {
    it(`says ${text} for ${seconds} s`, () => {
      equal(humanDuration(seconds * 1000), text);
    });
  }

  it('knows no age without a timestamp', () => {
    equal(since(undefined, new Date()), '<unknown>');
  });
});
