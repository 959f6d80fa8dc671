/** The condition Progressing of a Deployment (k8s `progress.go`). */
import { DEPLOYMENTS } from '../../objects/api-resources.ts';
import { conditionOf, withCondition, withoutCondition, type NewCondition } from '../conditions.ts';
import type { Surroundings } from '../controller.ts';
import type { Condition, Deployment } from '../kinds.ts';
import { timestamp } from '../../objects/metadata/timestamp.ts';
import type { Rollout } from './rollout.ts';

export const PROGRESSING = 'Progressing';

export type DeploymentStatus = NonNullable<Deployment['status']>;
type Conditions = readonly Condition[];

export type Progress = Omit<NewCondition, 'type'>;

/** Says at once how it goes, where a deadline makes it matter. */
export function putProgress({ objects, clock }: Surroundings, rollout: Rollout, progress: Progress): void {
  if (rollout.wish.progressDeadline === undefined) return;
  const now = timestamp(clock.now());
  objects.updateStatus(DEPLOYMENTS, rollout.deployment.metadata, (current) => ({
    ...current,
    status: { ...current.status, conditions: progressing(current.status?.conditions, progress, now) },
  }));
}

/** With the time of the update, which a condition that stays as it is keeps. */
export function progressing(conditions: Conditions | undefined, progress: Progress, now: string): Conditions {
  return withCondition(conditions, { type: PROGRESSING, ...progress, lastUpdateTime: now }, now);
}

export interface Judged {
  readonly rollout: Rollout;
  readonly before: DeploymentStatus | undefined;
  /** With the conditions of `before`. */
  readonly after: DeploymentStatus;
  readonly again: () => void;
}

/** The conditions of `after` with what the change from `before` says about the progress. */
export function judgeProgress(surroundings: Surroundings, judged: Judged): Conditions {
  const { rollout, before, after } = judged;
  const { conditions } = after;
  if (rollout.wish.progressDeadline === undefined) return withoutCondition(conditions, PROGRESSING);
  const last = conditionOf(before?.conditions, PROGRESSING);
  const unjudged = conditions ?? [];
  if (after.replicas === after.updatedReplicas && last?.reason === 'NewReplicaSetAvailable') return unjudged;
  const now = timestamp(surroundings.clock.now());
  if (isComplete(rollout, after)) {
    const message = `${subject(rollout)} has successfully progressed.`;
    return progressing(conditions, { status: 'True', reason: 'NewReplicaSetAvailable', message }, now);
  }
  if (hasProgressed(before, after)) return refreshed(judged, now);
  if (!timedOut(surroundings, judged)) return unjudged;
  const message = `${subject(rollout)} has timed out progressing.`;
  return progressing(conditions, { status: 'False', reason: 'ProgressDeadlineExceeded', message }, now);
}

export function isComplete({ wish, deployment }: Rollout, status: DeploymentStatus | undefined): boolean {
  const { updatedReplicas = 0, replicas = 0, availableReplicas = 0, observedGeneration = 0 } = status ?? {};
  const all = [updatedReplicas, replicas, availableReplicas].every((count) => count === wish.replicas);
  return all && observedGeneration >= (deployment.metadata.generation ?? 1);
}

function hasProgressed(before: DeploymentStatus | undefined, after: DeploymentStatus): boolean {
  const old = ({ replicas = 0, updatedReplicas = 0 }: DeploymentStatus = {}) => replicas - updatedReplicas;
  const grown = (['updatedReplicas', 'readyReplicas', 'availableReplicas'] as const).some(
    (counter) => (after[counter] ?? 0) > (before?.[counter] ?? 0),
  );
  return grown || old(after) < old(before);
}

/** Every sign of progress starts the deadline anew, also when the condition says the same. */
function refreshed({ rollout, after }: Judged, now: string): Conditions {
  const { conditions } = after;
  const current = conditionOf(conditions, PROGRESSING);
  const message = `${subject(rollout)} is progressing.`;
  const transition = current?.status === 'True' ? current.lastTransitionTime : now;
  const fresh = progressing([], { status: 'True', reason: 'ReplicaSetUpdated', message }, now);
  const kept = fresh.map((condition) => ({ ...condition, lastTransitionTime: transition ?? now }));
  return [...withoutCondition(conditions, PROGRESSING), ...kept];
}

function timedOut({ waits }: Surroundings, { rollout, after, again }: Judged): boolean {
  const condition = conditionOf(after.conditions, PROGRESSING);
  if (condition === undefined || condition.reason === 'NewReplicaSetAvailable') return false;
  if (condition.reason === 'ProgressDeadlineExceeded') return true;
  const { deployment, wish } = rollout;
  const since = condition.lastUpdateTime ?? deployment.metadata.creationTimestamp;
  const milliseconds = (wish.progressDeadline ?? 0) * 1000;
  return waits.over({ id: `${deployment.metadata.uid} progress`, since, milliseconds }, again);
}

function subject({ current, deployment }: Rollout): string {
  return current === undefined
    ? `Deployment "${deployment.metadata.name}"`
    : `ReplicaSet "${current.metadata.name}"`;
}
