/** Whether a Job has reached its end, in the order in which the reasons count (k8s `syncJob`). */
import { conditionOf, type NewCondition } from '../conditions.ts';
import type { Surroundings } from '../controller.ts';
import type { Pod } from '../kinds.ts';
import { judgeFailure } from './failure-policy.ts';
import { hasFailed, type JobState } from './job-state.ts';

/** Said before the last pods have ended; afterwards it is Complete or Failed with the same words. */
export type Outcome = NewCondition & { readonly type: 'SuccessCriteriaMet' | 'FailureTarget' };

/** `undefined` while it goes on; `again` is called when a deadline passes. */
export function outcomeOf(
  surroundings: Surroundings,
  state: JobState,
  again: () => void,
): Outcome | undefined {
  return (
    earlier(state) ??
    failedByPolicy(state) ??
    failedByLimit(state) ??
    failedByDeadline(surroundings, state, again) ??
    failedByIndexes(state)
  );
}

export function completed({ wish, succeeded, active }: JobState): Outcome | undefined {
  const enough = wish.completions === undefined ? succeeded > 0 : succeeded >= wish.completions;
  if (!enough || active.length > 0) return undefined;
  const message = 'Reached expected number of succeeded pods';
  return { type: 'SuccessCriteriaMet', status: 'True', reason: 'CompletionsReached', message };
}

function failure(reason: string, message: string): Outcome {
  return { type: 'FailureTarget', status: 'True', reason, message };
}

function earlier({ job }: JobState): Outcome | undefined {
  for (const type of ['SuccessCriteriaMet', 'FailureTarget'] as const) {
    const condition = conditionOf(job.status?.conditions, type);
    const { reason = '', message = '' } = condition ?? {};
    if (condition?.status === 'True') return { type, status: 'True', reason, message };
  }
  return undefined;
}

function failedByPolicy({ wish, pods }: JobState): Outcome | undefined {
  const verdict = pods
    .filter((pod) => hasFailed(wish, pod))
    .map((pod) => judgeFailure(wish.failurePolicy, pod))
    .find(({ action }) => action === 'FailJob');
  return verdict === undefined ? undefined : failure('PodFailurePolicy', verdict.message);
}

function failedByLimit({ wish, failed, pods }: JobState): Outcome | undefined {
  const { backoffLimit, template } = wish;
  const restarts = template.spec?.restartPolicy === 'OnFailure' ? restartsOf(pods) : 0;
  const restartedTooOften = restarts > 0 && restarts >= backoffLimit;
  if (failed <= backoffLimit && !restartedTooOften) return undefined;
  return failure('BackoffLimitExceeded', 'Job has reached the specified backoff limit');
}

function restartsOf(pods: readonly Pod[]): number {
  return pods
    .filter(({ status }) => status?.phase === 'Running' || status?.phase === 'Pending')
    .flatMap(({ status }) => [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])])
    .reduce((sum, { restartCount }) => sum + restartCount, 0);
}

function failedByDeadline(
  { waits }: Surroundings,
  { job, wish }: JobState,
  again: () => void,
): Outcome | undefined {
  const since = job.status?.startTime;
  if (wish.deadline === undefined || since === undefined || wish.suspended) return undefined;
  const wait = { id: `${job.metadata.uid} deadline`, since, milliseconds: wish.deadline * 1000 };
  if (!waits.over(wait, again)) return undefined;
  return failure('DeadlineExceeded', 'Job was active longer than specified deadline');
}

function failedByIndexes({ wish, failedIndexes, succeededIndexes }: JobState): Outcome | undefined {
  const { completions = 0 } = wish;
  if (failedIndexes.size === 0) return undefined;
  if (failedIndexes.size + succeededIndexes.size < completions) return undefined;
  return failure('FailedIndexes', 'Job has failed indexes');
}
