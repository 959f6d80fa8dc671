/** Schedules of CronJobs: five fields, or words such as `@hourly` and `@every 1h30m` (github.com/robfig/cron). */
import { Cron } from 'croner';

export interface CronSchedule {
  /** The next time after `time`; `undefined` when there is none. */
  next(time: Date): Date | undefined;
}

const MINUTE = 60_000;

/** In the given time zone; throws RangeError for what is no schedule or no zone. */
export function parseSchedule(text: string, timezone = 'UTC'): CronSchedule {
  const interval = /^@every (?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/.exec(text.trim());
  if (interval !== null) return every(interval);
  const cron = cronOf(text.trim(), timezone);
  return { next: (time) => cron.nextRun(time) ?? undefined };
}

function cronOf(pattern: string, timezone: string): Cron {
  try {
    const cron = new Cron(pattern, { timezone, mode: '5-part', sloppyRanges: true });
    // Of the zone it says nothing before it is asked for a time.
    cron.nextRun();
    return cron;
  } catch (error) {
    throw new RangeError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

function every([, hours = '0', minutes = '0', seconds = '0']: readonly string[]): CronSchedule {
  const milliseconds = (Number(hours) * 60 + Number(minutes)) * MINUTE + Number(seconds) * 1000;
  if (milliseconds === 0) throw new RangeError('an interval must be longer than nothing');
  return { next: (time) => new Date(Math.floor(time.getTime() / 1000) * 1000 + milliseconds) };
}
