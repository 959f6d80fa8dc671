/** Counts the pods that have ended and lets them go (k8s `trackJobStatusAndRemoveFinalizers`). */
import type { Surroundings } from '../controller.ts';
import type { Job, Pod } from '../kinds.ts';
import { formatIndexes } from './index-set.ts';
import type { Outcome } from './job-outcome.ts';
import { counts, indexOf, type JobState } from './job-state.ts';
import { awaitingReplacement } from './manage-pods.ts';
import { isTracked, release } from './tracking.ts';

export type JobStatus = NonNullable<Job['status']>;

/** The counters of the status afterwards; those at 0 are left out, as the API does. */
export function countPods(
  surroundings: Surroundings,
  state: JobState,
  outcome: Outcome | undefined,
): Pick<JobStatus, 'succeeded' | 'failed' | 'completedIndexes' | 'failedIndexes'> {
  const { job, wish, succeededIndexes, failedIndexes } = state;
  const before = { succeeded: 0, failed: 0, ...job.status };
  const ended = endedPods(state, outcome);
  const failures = ended.filter((pod) => countsAsFailed(state, pod, outcome)).length;
  for (const pod of ended) release(surroundings, pod);
  const failed = before.failed + failures;
  const succeeded = wish.indexed ? succeededIndexes.size : before.succeeded + state.newSucceeded.length;
  const completedIndexes = wish.indexed ? formatIndexes(succeededIndexes) : '';
  return {
    ...(succeeded === 0 ? {} : { succeeded }),
    ...(failed === 0 ? {} : { failed }),
    ...(completedIndexes === '' ? {} : { completedIndexes }),
    ...(wish.backoffLimitPerIndex === undefined ? {} : { failedIndexes: formatIndexes(failedIndexes) }),
  };
}

function endedPods(state: JobState, outcome: Outcome | undefined): readonly Pod[] {
  const { job, pods, newSucceeded, newFailed } = state;
  const over = outcome !== undefined || job.metadata.deletionTimestamp !== undefined;
  if (over) return pods.filter(isTracked);
  const kept = new Set(awaitingReplacement(state).values());
  return [...newSucceeded, ...newFailed.filter((pod) => !kept.has(pod))];
}

/** With a failed Job all of its pods that have not succeeded have failed. */
function countsAsFailed({ wish, newFailed }: JobState, pod: Pod, outcome: Outcome | undefined): boolean {
  const over = outcome?.type === 'FailureTarget' && pod.status?.phase !== 'Succeeded';
  if (!over && !newFailed.includes(pod)) return false;
  const placed = !wish.indexed || (indexOf(pod) ?? Infinity) < (wish.completions ?? 0);
  return placed && counts(wish, pod);
}
