/** Starts Jobs by the clock (k8s `pkg/controller/cronjob`). */
import type { Cancel } from '../../clock.ts';
import { CRON_JOBS, JOBS } from '../../objects/api-resources.ts';
import { selfOrOwner, type Controller, type Surroundings } from '../controller.ts';
import type { CronJob } from '../kinds.ts';
import { COMPONENT, trimJobs } from './cron-history.ts';
import { parseSchedule, type CronSchedule } from './cron-schedule.ts';
import { observed, tell, type CronStatus } from './cron-status.ts';
import { dueTime, startJob } from './start-job.ts';

/** Schedules follow the real time while waits may be shorter: it is looked at again so often at most. */
const SHORTEST_WAIT = 1000;

export function cronJobController(surroundings: Surroundings): Controller {
  const { objects, indexes, clock } = surroundings;
  const waits = new Map<string, Cancel>();
  const wait = (uid: string, milliseconds: number, again: () => void): void => {
    waits.get(uid)?.();
    waits.set(uid, clock.after(Math.max(milliseconds, SHORTEST_WAIT), again));
  };
  return {
    name: COMPONENT,
    concerned: selfOrOwner(CRON_JOBS, [JOBS]),
    reconcile: (name, again) => {
      const cronJob = objects.get(CRON_JOBS, name);
      if (cronJob === undefined) return;
      const { uid } = cronJob.metadata;
      trimJobs(surroundings, cronJob, indexes.jobs.controlledBy(uid));
      const status = observed(surroundings, cronJob, indexes.jobs.controlledBy(uid));
      write(surroundings, cronJob, status);
      const schedule = scheduleOf(surroundings, cronJob);
      if (schedule === undefined) return;
      const due = dueTime(surroundings, cronJob, schedule);
      if (due !== undefined) write(surroundings, cronJob, startJob(surroundings, cronJob, { status, due }));
      const now = clock.now();
      const next = schedule.next(now);
      if (next !== undefined) wait(uid, next.getTime() - now.getTime(), again);
    },
  };
}

/** `undefined` where nothing is to be started. */
function scheduleOf(surroundings: Surroundings, cronJob: CronJob): CronSchedule | undefined {
  const { spec, metadata } = cronJob;
  if (spec.suspend === true || metadata.deletionTimestamp !== undefined) return undefined;
  try {
    return parseSchedule(spec.schedule, spec.timeZone);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const message = `unparseable schedule: "${spec.schedule}" : ${error.message}`;
    tell(surroundings, cronJob, { type: 'Warning', reason: 'UnparseableSchedule', message });
    return undefined;
  }
}

function write({ objects }: Surroundings, { metadata }: CronJob, status: CronStatus): void {
  objects.updateStatus(CRON_JOBS, metadata, (current) => ({ ...current, status }));
}
