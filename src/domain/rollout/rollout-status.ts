/** Whether the pods of a workload have followed its template. */
import type { KubernetesObject } from '../kubernetes/object.ts';
import { workloadKindOf } from '../workload-kinds/workload-kinds.ts';
import { patched, type RolloutStatus } from '../workload-kinds/status-rules.ts';

/**
 * Kinds whose rollout can be waited for; all others are done as soon as they are patched. `before`: the object before
 * the change whose rollout is waited for; a deadline that was exceeded then says nothing about this one.
 */
export function rolloutStatus(object: KubernetesObject, before?: KubernetesObject): RolloutStatus {
  return (workloadKindOf(object)?.status ?? patched)(object, before);
}
