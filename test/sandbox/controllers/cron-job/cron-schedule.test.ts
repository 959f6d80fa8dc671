import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseSchedule } from '../../../../src/sandbox/controllers/cron-job/cron-schedule.ts';

describe('cron schedules', () => {
  for (const [schedule, after, next] of [
    ['* * * * *', '2026-03-01T10:00:00Z', '2026-03-01T10:01:00Z'],
    ['* * * * *', '2026-03-01T10:00:59Z', '2026-03-01T10:01:00Z'],
    ['*/15 * * * *', '2026-03-01T10:16:00Z', '2026-03-01T10:30:00Z'],
    ['5/20 * * * *', '2026-03-01T10:06:00Z', '2026-03-01T10:25:00Z'],
    ['0 3 * * *', '2026-03-01T10:00:00Z', '2026-03-02T03:00:00Z'],
    ['30 1,13 * * *', '2026-03-01T02:00:00Z', '2026-03-01T13:30:00Z'],
    ['0 0 1 * *', '2026-03-01T00:00:00Z', '2026-04-01T00:00:00Z'],
    ['0 0 31 * *', '2026-04-01T00:00:00Z', '2026-05-31T00:00:00Z'],
    ['0 0 29 2 *', '2026-03-01T00:00:00Z', '2028-02-29T00:00:00Z'],
    ['0 0 * * mon-fri', '2026-03-06T12:00:00Z', '2026-03-09T00:00:00Z'],
    ['0 0 * JAN sun', '2026-03-01T00:00:00Z', '2027-01-03T00:00:00Z'],
    ['0 0 13 * 5', '2026-03-01T00:00:00Z', '2026-03-06T00:00:00Z'],
    ['0 0 13 * ?', '2026-03-01T00:00:00Z', '2026-03-13T00:00:00Z'],
    ['@hourly', '2026-03-01T10:00:00Z', '2026-03-01T11:00:00Z'],
    ['@daily', '2026-03-01T10:00:00Z', '2026-03-02T00:00:00Z'],
    ['@weekly', '2026-03-02T10:00:00Z', '2026-03-08T00:00:00Z'],
    ['@monthly', '2026-03-02T10:00:00Z', '2026-04-01T00:00:00Z'],
    ['@yearly', '2026-03-02T10:00:00Z', '2027-01-01T00:00:00Z'],
    ['@every 1h30m', '2026-03-01T10:00:00Z', '2026-03-01T11:30:00Z'],
  ] as const) {
    it(`"${schedule}" after ${after} is ${next}`, () => {
      assert.equal(parseSchedule(schedule).next(new Date(after))?.getTime(), Date.parse(next));
    });
  }

  it('follow a time zone, also when its clocks change', () => {
    const schedule = parseSchedule('0 9 * * *', 'Europe/Berlin');
    assert.equal(schedule.next(new Date('2026-03-28T00:00:00Z'))?.toISOString(), '2026-03-28T08:00:00.000Z');
    assert.equal(schedule.next(new Date('2026-03-29T00:00:00Z'))?.toISOString(), '2026-03-29T07:00:00.000Z');
  });

  it('of a time zone that there is not are none', () => {
    assert.throws(() => parseSchedule('0 9 * * *', 'Nowhere/Town'), RangeError);
  });

  it('have no next time when their day never comes', () => {
    assert.equal(parseSchedule('0 0 30 2 *').next(new Date('2026-01-01T00:00:00Z')), undefined);
  });

  for (const text of ['', '* * * *', '* * * * * *', '60 * * * *', '* 24 * * *', '* * 0 * *', '* * * 13 *']) {
    it(`"${text}" is none`, () => {
      assert.throws(() => parseSchedule(text), RangeError);
    });
  }

  for (const text of ['5-1 * * * *', '*/0 * * * *', 'x * * * *', '@often', '@every', '1- * * * *']) {
    it(`"${text}" is none`, () => {
      assert.throws(() => parseSchedule(text), RangeError);
    });
  }

  it('come one after the other, each at a minute and an hour that is asked for', () => {
    const numbers = (max: number) =>
      fc.uniqueArray(fc.integer({ min: 0, max }), { minLength: 1, maxLength: 4 });
    const start = fc.date({ min: new Date('2020-01-01'), max: new Date('2030-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(numbers(59), numbers(23), start, (minutes, hours, after) => {
        const next = parseSchedule(`${minutes.join(',')} ${hours.join(',')} * * *`).next(after);
        assert.ok(next !== undefined && next > after);
        assert.ok(next.getTime() - after.getTime() <= 24 * 3_600_000);
        assert.ok(minutes.includes(next.getUTCMinutes()) && hours.includes(next.getUTCHours()));
      }),
    );
  });
});
