/** The Jobs of a CronJob: which still run, which have ended, and which of those are to be forgotten. */
import { JOBS } from '../../objects/api-resources.ts';
import { isTrue } from '../conditions.ts';
import type { Surroundings } from '../controller.ts';
import type { CronJob, Job } from '../kinds.ts';

export const COMPONENT = 'cronjob-controller';

export function hasSucceeded({ status }: Job): boolean {
  return isTrue(status?.conditions, 'Complete');
}

export function hasEnded(job: Job): boolean {
  return hasSucceeded(job) || isTrue(job.status?.conditions, 'Failed');
}

export function removeJob({ objects, record }: Surroundings, cronJob: CronJob, job: Job): void {
  const { name, uid } = job.metadata;
  objects.delete(JOBS, job.metadata, { uid, propagationPolicy: 'Background' });
  const message = `Deleted job ${name}`;
  record({ about: cronJob, type: 'Normal', reason: 'SuccessfulDelete', message, component: COMPONENT });
}

/** Deletes the oldest Jobs that have ended, beyond those to be kept. */
export function trimJobs(surroundings: Surroundings, cronJob: CronJob, jobs: readonly Job[]): void {
  const { successfulJobsHistoryLimit: good = 3, failedJobsHistoryLimit: bad = 1 } = cronJob.spec;
  const ended = jobs.filter(hasEnded);
  const succeeded = ended.filter(hasSucceeded);
  const failed = ended.filter((job) => !hasSucceeded(job));
  const surplus = [
    ...succeeded.slice(0, Math.max(0, succeeded.length - good)),
    ...failed.slice(0, Math.max(0, failed.length - bad)),
  ];
  for (const job of surplus) removeJob(surroundings, cronJob, job);
}
