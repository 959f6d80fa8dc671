import type { V1CronJob, V1Job } from '@kubernetes/client-node';
import type { Plain } from '../../objects/stored.ts';
import { column, count, wide, type Column } from './column.ts';
import { AGE, containerColumns, NAME, selectorText } from './common-columns.ts';
import { humanDuration, since } from './human-duration.ts';

type Job = Plain<V1Job>;
type CronJob = Plain<V1CronJob>;

const JOB_COLUMNS: readonly Column<Job>[] = [
  NAME,
  column('Status', jobStatus, { description: 'Status of the job.' }),
  column('Completions', completions),
  column('Duration', jobDuration, { description: 'Time required to complete the job.' }),
  AGE,
  ...containerColumns<Job>(({ spec }) => spec?.template.spec?.containers),
  wide(column('Selector', ({ spec }) => selectorText(spec?.selector))),
];

const CRON_JOB_COLUMNS: readonly Column<CronJob>[] = [
  NAME,
  column('Schedule', ({ spec }) => spec.schedule),
  column('Timezone', ({ spec }) => spec.timeZone ?? '<none>'),
  // Text under the type of truth values, as the API server has it.
  column('Suspend', ({ spec }) => (spec.suspend === true ? 'True' : 'False'), { type: 'boolean' }),
  count('Active', ({ status }) => status?.active?.length ?? 0),
  column('Last Schedule', ({ status }, now) =>
    status?.lastScheduleTime === undefined ? '<none>' : since(status.lastScheduleTime, now),
  ),
  AGE,
  ...containerColumns<CronJob>(({ spec }) => spec.jobTemplate.spec?.template.spec?.containers),
  wide(column('Selector', ({ spec }) => selectorText(spec.jobTemplate.spec?.selector))),
];

/** By `plural.group`. */
export const BATCH_COLUMNS: Readonly<Record<string, readonly Column<never>[]>> = {
  'jobs.batch': JOB_COLUMNS,
  'cronjobs.batch': CRON_JOB_COLUMNS,
};

/** In the order in which they win. */
const STATUSES: readonly (readonly [condition: string, status: string])[] = [
  ['Complete', 'Complete'],
  ['Failed', 'Failed'],
  ['deleted', 'Terminating'],
  ['Suspended', 'Suspended'],
  ['FailureTarget', 'FailureTarget'],
  ['SuccessCriteriaMet', 'SuccessCriteriaMet'],
];

function jobStatus({
  metadata,
  status,
}: Pick<Job, 'status'> & { metadata: { deletionTimestamp?: string } }): string {
  const conditions = (status?.conditions ?? [])
    .filter((one) => one.status === 'True')
    .map(({ type }) => type);
  const known = metadata.deletionTimestamp === undefined ? conditions : [...conditions, 'deleted'];
  return STATUSES.find(([condition]) => known.includes(condition))?.[1] ?? 'Running';
}

function completions({ spec, status }: Pick<Job, 'spec' | 'status'>): string {
  const succeeded = status?.succeeded ?? 0;
  if (spec?.completions !== undefined) return `${succeeded}/${spec.completions}`;
  const parallelism = spec?.parallelism ?? 0;
  return parallelism > 1 ? `${succeeded}/1 of ${parallelism}` : `${succeeded}/1`;
}

function jobDuration({ status }: Pick<Job, 'status'>, now: Date): string {
  const { startTime, completionTime } = status ?? {};
  if (startTime === undefined) return '';
  if (completionTime === undefined) return since(startTime, now);
  return humanDuration(Date.parse(completionTime) - Date.parse(startTime));
}
