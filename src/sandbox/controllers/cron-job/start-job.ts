/** Starts the Job of a CronJob whose time has come (k8s `syncCronJob`). */
import { ApiFailure } from '../../objects/api-failure.ts';
import { JOBS } from '../../objects/api-resources.ts';
import type { Surroundings } from '../controller.ts';
import type { CronJob, Job } from '../kinds.ts';
import { controllerReference } from '../owner-reference.ts';
import { timestamp } from '../../objects/metadata/timestamp.ts';
import { removeJob } from './cron-history.ts';
import type { CronSchedule } from './cron-schedule.ts';
import { referenceTo, tell, withActive, type CronStatus } from './cron-status.ts';

/** So many missed times are worth a warning. */
const MANY = 100;

/** The latest time that has come and was not served; `undefined` when there is none. */
export function dueTime(
  surroundings: Surroundings,
  cronJob: CronJob,
  schedule: CronSchedule,
): Date | undefined {
  const now = surroundings.clock.now();
  const last = cronJob.status?.lastScheduleTime ?? cronJob.metadata.creationTimestamp;
  const deadline = cronJob.spec.startingDeadlineSeconds;
  const oldest = deadline === undefined ? 0 : now.getTime() - deadline * 1000;
  let due: Date | undefined;
  let missed = 0;
  let next = schedule.next(new Date(Math.max(Date.parse(last), oldest)));
  while (next !== undefined && next <= now) {
    due = next;
    missed += 1;
    next = schedule.next(next);
  }
  if (missed > MANY) {
    const message =
      'too many missed start times. Set or decrease .spec.startingDeadlineSeconds or check clock skew';
    tell(surroundings, cronJob, { type: 'Warning', reason: 'TooManyMissedTimes', message });
  }
  return due;
}

/** The status afterwards. */
export function startJob(
  surroundings: Surroundings,
  cronJob: CronJob,
  { status, due }: { readonly status: CronStatus; readonly due: Date },
): CronStatus {
  const { concurrencyPolicy } = cronJob.spec;
  const running = status.active ?? [];
  if (concurrencyPolicy === 'Forbid' && running.length > 0) {
    const message = 'Not starting job because prior execution is running and concurrency policy is Forbid';
    tell(surroundings, cronJob, { type: 'Normal', reason: 'JobAlreadyActive', message });
    return status;
  }
  const replaces = concurrencyPolicy === 'Replace';
  if (replaces) endRunning(surroundings, cronJob, running);
  const job = createJob(surroundings, cronJob, due);
  const active = [...(replaces ? [] : running), referenceTo(job)];
  return withActive({ ...status, lastScheduleTime: timestamp(due) }, active);
}

function endRunning(
  surroundings: Surroundings,
  cronJob: CronJob,
  running: NonNullable<CronStatus['active']>,
): void {
  const { namespace = '' } = cronJob.metadata;
  for (const { name = '' } of running) {
    const job = surroundings.objects.get(JOBS, { namespace, name });
    if (job !== undefined) removeJob(surroundings, cronJob, job);
  }
}

function createJob(surroundings: Surroundings, cronJob: CronJob, due: Date): Job {
  const { name, namespace } = cronJob.metadata;
  const template = cronJob.spec.jobTemplate;
  const scheduled = { 'batch.kubernetes.io/cronjob-scheduled-timestamp': timestamp(due) };
  try {
    const job = surroundings.objects.create(JOBS, {
      metadata: {
        name: `${name}-${Math.floor(due.getTime() / 60_000)}`,
        namespace,
        ...(template.metadata?.labels === undefined ? {} : { labels: template.metadata.labels }),
        annotations: { ...template.metadata?.annotations, ...scheduled },
        ownerReferences: [controllerReference(cronJob)],
      },
      spec: template.spec,
    });
    const message = `Created job ${job.metadata.name}`;
    tell(surroundings, cronJob, { type: 'Normal', reason: 'SuccessfulCreate', message });
    return job;
  } catch (error) {
    if (error instanceof ApiFailure) {
      const message = `Error creating job: ${error.message}`;
      tell(surroundings, cronJob, { type: 'Warning', reason: 'FailedCreate', message });
    }
    throw error;
  }
}
