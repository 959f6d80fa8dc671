/** The status of a Job beyond its counters. */
import { conditionOf, withoutCondition, type NewCondition } from '../conditions.ts';
import type { Surroundings } from '../controller.ts';
import type { Condition, Job } from '../kinds.ts';
import { isReady } from '../pod-state.ts';
import { timestamp } from '../../objects/metadata/timestamp.ts';
import type { JobStatus } from './count-pods.ts';
import { COMPONENT } from './create-job-pods.ts';
import type { Outcome } from './job-outcome.ts';
import type { JobState } from './job-state.ts';

type Conditions = readonly Condition[];

export function isOver({ status }: Job): boolean {
  return ['Complete', 'Failed'].some((type) => conditionOf(status?.conditions, type)?.status === 'True');
}

/** What is the same for all Jobs, whether they go on or not. */
export function presentStatus({ clock }: Surroundings, { job, wish, active, terminating }: JobState) {
  const startTime = job.status?.startTime ?? (wish.suspended ? undefined : timestamp(clock.now()));
  return {
    ...(startTime === undefined ? {} : { startTime }),
    ...(active.length === 0 ? {} : { active: active.length }),
    ready: active.filter(isReady).length,
    terminating: terminating.length,
    uncountedTerminatedPods: {},
  };
}

/** Said at once, while pods may still end. */
export function withOutcome(
  conditions: Conditions | undefined,
  outcome: Outcome | undefined,
  now: string,
): Conditions {
  if (outcome === undefined) return conditions ?? [];
  return put(conditions, outcome, now);
}

/** Said once no pod is left: the Job is over. */
export function ended(
  { clock, record }: Surroundings,
  { job, terminating }: JobState,
  { outcome, status }: { readonly outcome: Outcome; readonly status: JobStatus },
): JobStatus {
  if (terminating.length > 0) return status;
  const now = timestamp(clock.now());
  const { reason, message } = outcome;
  const complete = outcome.type === 'SuccessCriteriaMet';
  const type = complete ? 'Complete' : 'Failed';
  const news = complete
    ? ({ type: 'Normal', reason: 'Completed', message: 'Job completed' } as const)
    : ({ type: 'Warning', reason, message } as const);
  record({ about: job, component: COMPONENT, ...news });
  const conditions = put(status.conditions, { type, status: 'True', reason, message }, now);
  return {
    ...status,
    conditions,
    ...(complete ? { completionTime: now } : {}),
  };
}

/** Notes when a Job is suspended or goes on; its time begins anew then. */
export function suspension({ clock, record }: Surroundings, { job, wish }: JobState): Partial<JobStatus> {
  const now = timestamp(clock.now());
  const conditions = job.status?.conditions;
  const noted = conditionOf(conditions, 'Suspended')?.status === 'True';
  if (noted === wish.suspended) return {};
  const [reason, message] = wish.suspended
    ? (['Suspended', 'Job suspended'] as const)
    : (['Resumed', 'Job resumed'] as const);
  record({ about: job, type: 'Normal', reason, message, component: COMPONENT });
  const status = wish.suspended ? 'True' : 'False';
  const said = put(conditions, { type: 'Suspended', status, reason: `Job${reason}`, message }, now);
  return {
    conditions: said,
    ...(wish.suspended ? {} : { startTime: now }),
  };
}

function put(conditions: Conditions | undefined, condition: NewCondition, now: string): Conditions {
  const current = conditionOf(conditions, condition.type);
  const same = current?.status === condition.status && current.reason === condition.reason;
  if (same && current.message === condition.message) return conditions ?? [];
  const times = { lastProbeTime: now, lastTransitionTime: now };
  return [...withoutCondition(conditions, condition.type), { ...condition, ...times }];
}
