/** Schedules of CronJobs: five fields, or words such as `@hourly` (github.com/robfig/cron `ParseStandard`). */
import { parseField, type CronField, type FieldKind } from './cron-fields.ts';

export interface CronSchedule {
  /** The next time after `time`; `undefined` when there is none within five years. */
  next(time: Date): Date | undefined;
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const FIELDS: readonly FieldKind[] = [
  { name: 'minute', first: 0, last: 59 },
  { name: 'hour', first: 0, last: 23 },
  { name: 'day of month', first: 1, last: 31 },
  { name: 'month', first: 1, last: 12, names: MONTHS },
  { name: 'day of week', first: 0, last: 6, names: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] },
];

const WORDS: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const FIVE_YEARS = 5 * 366 * DAY;

/** In the given time zone; throws RangeError for what is no schedule or no zone. */
export function parseSchedule(text: string, timeZone = 'UTC'): CronSchedule {
  const interval = /^@every (?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/.exec(text.trim());
  if (interval !== null) return every(interval);
  const parts = (WORDS[text.trim()] ?? text.trim()).split(/\s+/);
  if (parts.length !== FIELDS.length)
    throw new RangeError(`expected exactly 5 fields, found ${parts.length}`);
  const fields = FIELDS.map((kind, index) => parseField(parts[index] ?? '', kind));
  const offset = offsetOf(timeZone);
  return {
    next: (time) => {
      const local = nextLocal(fields, time.getTime() + offset(time.getTime()));
      return local === undefined ? undefined : new Date(local - offset(local - offset(local)));
    },
  };
}

function every([, hours = '0', minutes = '0', seconds = '0']: readonly string[]): CronSchedule {
  const milliseconds = Number(hours) * HOUR + Number(minutes) * MINUTE + Number(seconds) * 1000;
  if (milliseconds === 0) throw new RangeError('an interval must be longer than nothing');
  return { next: (time) => new Date(Math.floor(time.getTime() / 1000) * 1000 + milliseconds) };
}

/** Times here are local ones, written as if they were in UTC. */
function nextLocal(fields: readonly CronField[], after: number): number | undefined {
  const [minute, hour] = fields;
  let time = (Math.floor(after / MINUTE) + 1) * MINUTE;
  while (time - after < FIVE_YEARS) {
    const date = new Date(time);
    if (!isDay(fields, date)) time = (Math.floor(time / DAY) + 1) * DAY;
    else if (hour?.values.has(date.getUTCHours()) !== true) time = (Math.floor(time / HOUR) + 1) * HOUR;
    else if (minute?.values.has(date.getUTCMinutes()) !== true) time += MINUTE;
    else return time;
  }
  return undefined;
}

/** Day of month and day of week: either will do, unless one of them is any. */
function isDay([, , dayOfMonth, month, dayOfWeek]: readonly CronField[], date: Date): boolean {
  if (month?.values.has(date.getUTCMonth() + 1) !== true) return false;
  const matches = [dayOfMonth?.values.has(date.getUTCDate()), dayOfWeek?.values.has(date.getUTCDay())];
  const any = [dayOfMonth, dayOfWeek].some((field) => field?.any);
  return any ? !matches.includes(false) : matches.includes(true);
}

/** How far a zone is ahead of UTC at a time, in milliseconds. */
function offsetOf(timeZone: string): (time: number) => number {
  const fields = { year: 'numeric', month: '2-digit', day: '2-digit' } as const;
  const clock = { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' } as const;
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, ...fields, ...clock });
  return (time) => Date.parse(`${format.format(time).replace(' ', 'T')}Z`) - Math.floor(time / 1000) * 1000;
}
