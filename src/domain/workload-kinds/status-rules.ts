/** Rollout status by the rules of `kubectl rollout status`, for each kind. */
import { countOf } from '../count-of.ts';
import type { KubernetesObject } from '../kubernetes/object.ts';
import { valueAt } from '../kubernetes/pod-spec.ts';

export type RolloutStatus =
  | { readonly state: 'done'; readonly message: string }
  | { readonly state: 'progressing'; readonly message: string }
  | { readonly state: 'failed'; readonly message: string };

/** `before`: as `rolloutStatus` has it. */
export type StatusRule = (object: KubernetesObject, before?: KubernetesObject) => RolloutStatus;

/** The same rule, once the controller has observed the current generation. */
export function onceObserved(rule: StatusRule): StatusRule {
  return (object, before) =>
    isObserved(object) ? rule(object, before) : progressing('waiting for its controller');
}

/**
 * Whether the controller has observed the current generation; `true` if that is unknown (Argo Rollouts before 0.10).
 */
export function isObserved(object: KubernetesObject): boolean {
  const observed = Number(valueAt(object, ['status', 'observedGeneration']) ?? 0);
  return Number.isNaN(observed) || observed >= (object.metadata.generation ?? 0);
}

/** For kinds without a rollout status. */
export function patched(): RolloutStatus {
  return done('patched');
}

interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
  /** RFC 3339; only in conditions of Deployments. */
  readonly lastUpdateTime?: string;
}

export function conditionsOf(object: KubernetesObject): readonly Condition[] {
  const conditions = valueAt(object, ['status', 'conditions']);
  const all = Array.isArray(conditions) ? (conditions as readonly unknown[]) : [];
  return all.filter((one): one is Condition => typeof one === 'object' && one !== null);
}

/** The controller keeps the condition until it sees progress, which a complete rollback may not be. */
function exceededDeadline(object: KubernetesObject, before?: KubernetesObject): Condition | undefined {
  const [now, earlier] = [object, before].map((one) =>
    one === undefined ? undefined : conditionsOf(one).find(isExceededDeadline),
  );
  const isOld = now?.lastUpdateTime !== undefined && now.lastUpdateTime === earlier?.lastUpdateTime;
  return isOld ? undefined : now;
}

function isExceededDeadline({ type, reason }: Condition): boolean {
  return type === 'Progressing' && reason === 'ProgressDeadlineExceeded';
}

/**
 * Why a controller cannot create pods, e.g. a quota; reported by Deployments, ReplicaSets and ReplicationControllers.
 */
export function creationFailure(object: KubernetesObject): string | undefined {
  return conditionsOf(object).find(({ type, status }) => type === 'ReplicaFailure' && status === 'True')
    ?.message;
}

export function deploymentStatus(object: KubernetesObject, before?: KubernetesObject): RolloutStatus {
  const stuck = exceededDeadline(object, before);
  if (stuck !== undefined) return { state: 'failed', message: stuck.message ?? 'progress deadline exceeded' };
  if (valueAt(object, ['spec', 'paused']) === true) return done('paused: its pods follow when it is resumed');
  const wanted = number(object, 'spec', 'replicas', 1);
  const updated = number(object, 'status', 'updatedReplicas');
  const all = number(object, 'status', 'replicas');
  const available = number(object, 'status', 'availableReplicas');
  if (updated < wanted) return progressing(`${updated} of ${wanted} pods updated`);
  if (all > updated) return progressing(`${countOf(all - updated, 'old pod')} pending termination`);
  if (available < updated) return progressing(`${available} of ${updated} updated pods available`);
  return done(`${available} of ${wanted} pods available`);
}

export function statefulSetStatus(object: KubernetesObject): RolloutStatus {
  const strategy = valueAt(object, ['spec', 'updateStrategy', 'type']);
  if (strategy === 'OnDelete') return done('OnDelete: its pods follow when they are deleted');
  const wanted = number(object, 'spec', 'replicas', 1);
  const partition = Number(valueAt(object, ['spec', 'updateStrategy', 'rollingUpdate', 'partition']) ?? 0);
  const due = Math.max(0, wanted - partition);
  const updated = number(object, 'status', 'updatedReplicas');
  const ready = number(object, 'status', 'readyReplicas');
  if (ready < wanted) return progressing(`${ready} of ${wanted} pods ready`);
  const current = valueAt(object, ['status', 'currentRevision']);
  const update = valueAt(object, ['status', 'updateRevision']);
  if (updated < due && current !== update) return progressing(`${updated} of ${due} pods updated`);
  return done(
    partition > 0
      ? `${due} of ${wanted} pods updated (partition ${partition})`
      : `${countOf(ready, 'pod')} ready`,
  );
}

export function daemonSetStatus(object: KubernetesObject): RolloutStatus {
  const strategy = valueAt(object, ['spec', 'updateStrategy', 'type']);
  if (strategy === 'OnDelete') return done('OnDelete: its pods follow when they are deleted');
  const wanted = number(object, 'status', 'desiredNumberScheduled');
  const updated = number(object, 'status', 'updatedNumberScheduled');
  const available = number(object, 'status', 'numberAvailable');
  if (updated < wanted) return progressing(`${updated} of ${wanted} pods updated`);
  if (available < wanted) return progressing(`${available} of ${wanted} updated pods available`);
  return done(`${available} of ${wanted} pods available`);
}

/** Running Jobs keep their template. */
export function cronJobStatus(object: KubernetesObject): RolloutStatus {
  const active = (valueAt(object, ['status', 'active']) ?? []) as readonly { readonly name?: string }[];
  const names = active.flatMap(({ name }) => name ?? []);
  return done(names.length === 0 ? 'patched' : `patched; still running as before: Job ${names.join(', ')}`);
}

export function readyStatus(object: KubernetesObject): RolloutStatus {
  const wanted = number(object, 'spec', 'replicas', 1);
  const ready = number(object, 'status', 'readyReplicas');
  return ready < wanted
    ? progressing(`${ready} of ${wanted} pods ready`)
    : done(`${countOf(ready, 'pod')} ready`);
}

export function number(
  object: KubernetesObject,
  part: 'spec' | 'status',
  field: string,
  otherwise = 0,
): number {
  const value = valueAt(object, [part, field]);
  return typeof value === 'number' ? value : otherwise;
}

export function done(message: string): RolloutStatus {
  return { state: 'done', message };
}

export function progressing(message: string): RolloutStatus {
  return { state: 'progressing', message };
}
