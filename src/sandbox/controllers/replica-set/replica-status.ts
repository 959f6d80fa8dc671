/** The status of a ReplicaSet or ReplicationController (k8s `replica_set_utils.go`). */
import type { ApiFailure } from '../../objects/api-failure.ts';
import { conditionOf, withCondition, withoutCondition } from '../conditions.ts';
import type { StoredMeta } from '../../objects/stored.ts';
import type { Condition, Pod, PodTemplate } from '../kinds.ts';
import { hasAll } from '../../objects/selectors/selects.ts';
import { isAvailable, isReady, type Availability } from '../pod-state.ts';

export interface ReplicaStatus {
  readonly replicas: number;
  readonly fullyLabeledReplicas?: number;
  readonly readyReplicas?: number;
  readonly availableReplicas?: number;
  readonly terminatingReplicas?: number;
  readonly observedGeneration?: number;
  readonly conditions?: readonly Condition[];
}

/** What both kinds have. */
export interface Replicated {
  readonly metadata: StoredMeta;
  readonly spec: { readonly replicas?: number; readonly template?: PodTemplate } | undefined;
  readonly status: { readonly conditions?: readonly Condition[] } | undefined;
}

export interface Found {
  readonly active: readonly Pod[];
  /** `undefined` where they are not counted. */
  readonly terminating: number | undefined;
  readonly failure: ApiFailure | undefined;
  readonly availability: Availability;
  readonly now: string;
}

/** Counters that are 0 are left out, but for `replicas`, as the API does. */
export function replicaStatus(owner: Replicated, found: Found): ReplicaStatus {
  const { active, terminating, availability } = found;
  const labels = owner.spec?.template?.metadata?.labels ?? {};
  const conditions = failureConditions(owner, found);
  return {
    replicas: active.length,
    ...counted({
      fullyLabeledReplicas: active.filter(({ metadata }) => hasAll(labels, metadata.labels)).length,
      readyReplicas: active.filter(isReady).length,
      availableReplicas: active.filter((pod) => isAvailable(pod, availability)).length,
    }),
    ...(terminating === undefined ? {} : { terminatingReplicas: terminating }),
    observedGeneration: owner.metadata.generation ?? 1,
    ...(conditions.length === 0 ? {} : { conditions }),
  };
}

function counted(counters: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(counters).filter(([, count]) => count > 0));
}

function failureConditions(owner: Replicated, { active, failure, now }: Found): readonly Condition[] {
  const conditions = owner.status?.conditions;
  if (failure === undefined) return withoutCondition(conditions, 'ReplicaFailure');
  if (conditionOf(conditions, 'ReplicaFailure') !== undefined) return conditions ?? [];
  const reason = active.length < (owner.spec?.replicas ?? 1) ? 'FailedCreate' : 'FailedDelete';
  const { message } = failure;
  return withCondition(conditions, { type: 'ReplicaFailure', status: 'True', reason, message }, now);
}
