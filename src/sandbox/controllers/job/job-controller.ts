/** Runs the pods of a Job to their end (k8s `pkg/controller/job`). */
import { JOBS, PODS } from '../../objects/api-resources.ts';
import type { ApiFailure } from '../../objects/api-failure.ts';
import { selfOrOwner, type Controller, type Surroundings } from '../controller.ts';
import { deletePod } from '../delete-pod.ts';
import type { Job } from '../kinds.ts';
import { timestamp } from '../../objects/metadata/timestamp.ts';
import { countPods, type JobStatus } from './count-pods.ts';
import { COMPONENT } from './create-job-pods.ts';
import { JobBackoff } from './job-backoff.ts';
import { completed, outcomeOf, type Outcome } from './job-outcome.ts';
import { readState, type JobState } from './job-state.ts';
import { ended, isOver, presentStatus, suspension, withOutcome } from './job-status.ts';
import { managePods } from './manage-pods.ts';

export function jobController(surroundings: Surroundings): Controller {
  const backoff = new JobBackoff();
  return {
    name: COMPONENT,
    concerned: selfOrOwner(JOBS, [PODS]),
    reconcile: (name, again) => {
      const job = surroundings.objects.get(JOBS, name);
      if (job === undefined) return;
      if (isOver(job)) backoff.forget(job.metadata.uid);
      else step(surroundings, job, { backoff, again });
    },
  };
}

interface Step {
  readonly backoff: JobBackoff;
  readonly again: () => void;
}

function step(surroundings: Surroundings, job: Job, { backoff, again }: Step): void {
  const state = readState(surroundings, job);
  const { uid, deletionTimestamp } = job.metadata;
  backoff.note(uid, { succeeded: state.newSucceeded, failed: state.newFailed });
  const reached = outcomeOf(surroundings, state, again);
  let failure: ApiFailure | undefined;
  if (reached !== undefined) endPods(surroundings, state);
  else if (deletionTimestamp === undefined) failure = managePods(surroundings, state, { backoff, again });
  const outcome = reached ?? completed(readState(surroundings, job));
  writeStatus(surroundings, job, outcome);
  if (failure !== undefined) throw failure;
}

function endPods(surroundings: Surroundings, { job: owner, active }: JobState): void {
  for (const pod of active) deletePod(surroundings, pod, { owner, component: COMPONENT });
}

/** The outcome is told before the last pods are counted, and the end when none is left. */
function writeStatus(surroundings: Surroundings, job: Job, outcome: Outcome | undefined): void {
  const { objects, clock } = surroundings;
  const now = timestamp(clock.now());
  const noted = outcome === undefined ? suspension(surroundings, readState(surroundings, job)) : {};
  const conditions = withOutcome(noted.conditions ?? job.status?.conditions, outcome, now);
  const said = objects.updateStatus(JOBS, job.metadata, (current) => ({
    ...current,
    status: { ...current.status, ...noted, ...listed(conditions) } as JobStatus,
  }));
  const counters = countPods(surroundings, readState(surroundings, said), outcome);
  const after = readState(surroundings, said);
  const status: JobStatus = {
    ...presentStatus(surroundings, after),
    ...counters,
    ...listed(conditions),
  };
  const final = outcome === undefined ? status : ended(surroundings, after, { outcome, status });
  objects.updateStatus(JOBS, job.metadata, (current) => ({ ...current, status: final }));
}

function listed(conditions: JobStatus['conditions'] | readonly unknown[]): Partial<JobStatus> {
  return conditions === undefined || conditions.length === 0 ? {} : ({ conditions } as Partial<JobStatus>);
}
