/** What the status of a CronJob says of its Jobs. */
import type { Surroundings } from '../controller.ts';
import type { CronJob, Job } from '../kinds.ts';
import { COMPONENT, hasEnded, hasSucceeded } from './cron-history.ts';

export type CronStatus = NonNullable<CronJob['status']>;
export type ActiveJob = NonNullable<CronStatus['active']>[number];

export function referenceTo({ apiVersion, kind, metadata }: Job): ActiveJob {
  const { name, namespace = '', uid, resourceVersion } = metadata;
  return { apiVersion, kind, name, namespace, uid, resourceVersion };
}

/** Tells of Jobs that ended or went missing; returns the status without them. */
export function observed(surroundings: Surroundings, cronJob: CronJob, jobs: readonly Job[]): CronStatus {
  const { status = {} } = cronJob;
  const listed = status.active ?? [];
  const active = listed.filter((reference) => {
    const job = jobs.find(({ metadata }) => metadata.uid === reference.uid);
    return job !== undefined && !hasEnded(job);
  });
  for (const gone of listed.filter((one) => !active.includes(one)))
    tellEnd(surroundings, cronJob, { gone, jobs });
  for (const job of jobs.filter((one) => !hasEnded(one))) {
    if (listed.some(({ uid }) => uid === job.metadata.uid)) continue;
    const message = `Saw a job that the controller did not create or forgot: ${job.metadata.name}`;
    tell(surroundings, cronJob, { type: 'Warning', reason: 'UnexpectedJob', message });
  }
  const times = jobs.filter(hasSucceeded).flatMap((job) => job.status?.completionTime ?? []);
  const last = [...times, ...((status.lastSuccessfulTime ?? '') ? [status.lastSuccessfulTime ?? ''] : [])];
  return withActive({ ...status, ...lastSuccess(last) }, active);
}

/** An empty list is left out, as the API does. */
export function withActive(status: CronStatus, active: readonly ActiveJob[]): CronStatus {
  const others = Object.fromEntries(Object.entries(status).filter(([field]) => field !== 'active'));
  return { ...others, ...(active.length === 0 ? {} : { active }) };
}

export interface Told {
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
}

export function tell({ record }: Surroundings, cronJob: CronJob, news: Told): void {
  record({ about: cronJob, component: COMPONENT, ...news });
}

function lastSuccess(times: readonly string[]): CronStatus {
  const lastSuccessfulTime = times.toSorted().at(-1);
  return lastSuccessfulTime === undefined ? {} : { lastSuccessfulTime };
}

interface Gone {
  readonly gone: ActiveJob;
  readonly jobs: readonly Job[];
}

function tellEnd(surroundings: Surroundings, cronJob: CronJob, { gone, jobs }: Gone): void {
  const job = jobs.find(({ metadata }) => metadata.uid === gone.uid);
  if (job === undefined) {
    const message = `Active job went missing: ${gone.name ?? ''}`;
    tell(surroundings, cronJob, { type: 'Normal', reason: 'MissingJob', message });
    return;
  }
  const condition = hasSucceeded(job) ? 'Complete' : 'Failed';
  const message = `Saw completed job: ${gone.name ?? ''}, condition: ${condition}`;
  tell(surroundings, cronJob, { type: 'Normal', reason: 'SawCompletedJob', message });
}
