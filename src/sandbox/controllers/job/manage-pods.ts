/** Creates and deletes the pods of a Job that goes on (k8s `manageJob`). */
import type { ApiFailure } from '../../objects/api-failure.ts';
import { PODS } from '../../objects/api-resources.ts';
import type { Surroundings } from '../controller.ts';
import { deletePod } from '../delete-pod.ts';
import type { Pod } from '../kinds.ts';
import { inDeletionOrder } from '../replica-set/deletion-order.ts';
import { COMPONENT, createIndexedPods, createPods } from './create-job-pods.ts';
import { finishTime, mayRetry, type JobBackoff } from './job-backoff.ts';
import { failuresOf, indexOf, type JobState } from './job-state.ts';
import { release } from './tracking.ts';

export interface Pace {
  readonly backoff: JobBackoff;
  readonly again: () => void;
}

export function managePods(surroundings: Surroundings, state: JobState, pace: Pace): ApiFailure | undefined {
  const { wish, active, terminating, job } = state;
  const surplus = surplusPods(state);
  for (const pod of surplus) withdraw(surroundings, state, pod);
  if (surplus.length > 0 || wish.suspended) return undefined;
  const missing = wantedPods(state) - active.length - (wish.failedOnly ? terminating.length : 0);
  if (missing <= 0) return undefined;
  const { uid } = job.metadata;
  const perIndex = wish.backoffLimitPerIndex !== undefined;
  const { backoff, again } = pace;
  if (!perIndex && !mayRetry(surroundings, uid, backoff.get(uid), again)) return undefined;
  if (!wish.indexed) return createPods(surroundings, state, missing);
  return createIndexes(surroundings, state, { missing, again });
}

/** The failed pods that stay until their replacement has taken over the count of failures, by index. */
export function awaitingReplacement(state: JobState): ReadonlyMap<number, Pod> {
  const { wish, newFailed, active, succeededIndexes, failedIndexes } = state;
  if (wish.backoffLimitPerIndex === undefined) return new Map();
  const settled = new Set([...succeededIndexes, ...failedIndexes, ...active.map(indexOf)]);
  const waiting = newFailed.filter((pod) => !settled.has(indexOf(pod)));
  const ascending = waiting.toSorted((a, b) => failuresOf(a) - failuresOf(b));
  return new Map(ascending.map((pod) => [indexOf(pod) ?? 0, pod]));
}

function wantedPods({ wish, succeeded, active }: JobState): number {
  const { completions, parallelism, suspended } = wish;
  if (suspended) return 0;
  if (completions === undefined) return succeeded > 0 ? active.length : parallelism;
  return Math.max(0, Math.min(completions - succeeded, parallelism));
}

/** Pods with no index of their own go first. */
function surplusPods(state: JobState): readonly Pod[] {
  const { wish, active } = state;
  const wrong = wish.indexed ? misplaced(state) : [];
  const left = inDeletionOrder(
    active.filter((pod) => !wrong.includes(pod)),
    [],
  );
  const more = active.length - wrong.length - wantedPods(state);
  return [...wrong, ...left.slice(0, Math.max(0, more))];
}

function misplaced({ wish, active }: JobState): readonly Pod[] {
  const taken = new Set<number>();
  return inDeletionOrder(active, [])
    .toReversed()
    .filter((pod) => {
      const index = indexOf(pod);
      const wrong = index === undefined || index >= (wish.completions ?? 0) || taken.has(index);
      if (!wrong) taken.add(index);
      return wrong;
    });
}

/** It does not count as a failure. */
function withdraw(surroundings: Surroundings, { job: owner }: JobState, pod: Pod): void {
  release(surroundings, pod);
  if (surroundings.objects.get(PODS, pod.metadata) === undefined) return;
  deletePod(surroundings, pod, { owner, component: COMPONENT });
}

interface Missing {
  readonly missing: number;
  readonly again: () => void;
}

function createIndexes(
  surroundings: Surroundings,
  state: JobState,
  { missing, again }: Missing,
): ApiFailure | undefined {
  const failed = awaitingReplacement(state);
  const wishes = pendingIndexes(state)
    .slice(0, missing)
    .map((index) => ({ index, replaced: failed.get(index) }))
    .filter(({ replaced }) => {
      if (replaced === undefined) return true;
      const failures = { count: failuresOf(replaced) + 1, since: finishTime(replaced) };
      return mayRetry(surroundings, replaced.metadata.uid, failures, again);
    });
  return createIndexedPods(surroundings, state, wishes);
}

function pendingIndexes({ wish, active, terminating, succeededIndexes, failedIndexes }: JobState): number[] {
  const busy = [...active, ...(wish.failedOnly ? terminating : [])].map(indexOf);
  const taken = new Set([...succeededIndexes, ...failedIndexes, ...busy]);
  return Array.from({ length: wish.completions ?? 0 }, (_, index) => index).filter(
    (index) => !taken.has(index),
  );
}
