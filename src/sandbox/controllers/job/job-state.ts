/** How far a Job is: what its status counted already, and its pods that are not counted yet. */
import type { Surroundings } from '../controller.ts';
import type { Job, Pod } from '../kinds.ts';
import { isActive, isFinished, isTerminating } from '../pod-state.ts';
import { judgeFailure } from './failure-policy.ts';
import { parseIndexes } from './index-set.ts';
import { desiredJob, type DesiredJob } from './desired-job.ts';
import { isTracked } from './tracking.ts';

export const INDEX = 'batch.kubernetes.io/job-completion-index';
export const INDEX_FAILURES = 'batch.kubernetes.io/job-index-failure-count';

export interface JobState {
  readonly job: Job;
  readonly wish: DesiredJob;
  readonly pods: readonly Pod[];
  readonly active: readonly Pod[];
  /** Being deleted, and not at their end yet. */
  readonly terminating: readonly Pod[];
  /** Not counted yet. */
  readonly newSucceeded: readonly Pod[];
  readonly newFailed: readonly Pod[];
  /** With those that are not counted yet. */
  readonly succeeded: number;
  readonly failed: number;
  readonly succeededIndexes: ReadonlySet<number>;
  /** Empty without a limit per index. */
  readonly failedIndexes: ReadonlySet<number>;
}

export function readState({ indexes }: Surroundings, job: Job): JobState {
  const wish = desiredJob(job);
  const pods = indexes.pods.controlledBy(job.metadata.uid);
  const fresh = pods.filter((pod) => isTracked(pod) && (!wish.indexed || isWithin(wish, indexOf(pod))));
  const newSucceeded = fresh.filter((pod) => pod.status?.phase === 'Succeeded');
  const newFailed = fresh.filter((pod) => hasFailed(wish, pod));
  const succeededIndexes = new Set([...countedIndexes(job, wish), ...newSucceeded.flatMap(indexesOf)]);
  const succeeded = (job.status?.succeeded ?? 0) + newSucceeded.length;
  return {
    job,
    wish,
    pods,
    active: pods.filter(isActive),
    terminating: pods.filter((pod) => isTerminating(pod) && !isFinished(pod)),
    newSucceeded,
    newFailed,
    succeeded: wish.indexed ? succeededIndexes.size : succeeded,
    failed: (job.status?.failed ?? 0) + newFailed.filter((pod) => counts(wish, pod)).length,
    succeededIndexes,
    failedIndexes: failedIndexes(job, wish, newFailed),
  };
}

export function indexOf({ metadata }: Pod): number | undefined {
  const text = metadata.annotations?.[INDEX];
  return text === undefined ? undefined : Number(text);
}

/** Whether a failure counts against the limit. */
export function counts({ failurePolicy }: DesiredJob, pod: Pod): boolean {
  return judgeFailure(failurePolicy, pod).action !== 'Ignore';
}

export function hasFailed({ failedOnly }: DesiredJob, pod: Pod): boolean {
  if (pod.status?.phase === 'Failed') return true;
  return !failedOnly && isTerminating(pod) && pod.status?.phase !== 'Succeeded';
}

export function failuresOf({ metadata }: Pod): number {
  return Number(metadata.annotations?.[INDEX_FAILURES] ?? 0);
}

function isWithin({ completions = 0 }: DesiredJob, index: number | undefined): boolean {
  return index !== undefined && index < completions;
}

function indexesOf(pod: Pod): number[] {
  const index = indexOf(pod);
  return index === undefined ? [] : [index];
}

function countedIndexes(job: Job, { completions = 0 }: DesiredJob): ReadonlySet<number> {
  return parseIndexes(job.status?.completedIndexes, completions);
}

function failedIndexes(job: Job, wish: DesiredJob, newFailed: readonly Pod[]): ReadonlySet<number> {
  const { backoffLimitPerIndex: limit, completions = 0, failurePolicy } = wish;
  if (limit === undefined) return new Set();
  const exhausted = newFailed.filter((pod) => {
    const { action } = judgeFailure(failurePolicy, pod);
    return action === 'FailIndex' || (action !== 'Ignore' && failuresOf(pod) >= limit);
  });
  return new Set([...parseIndexes(job.status?.failedIndexes, completions), ...exhausted.flatMap(indexesOf)]);
}
