/** Whether the pods of a workload have followed its template. */
import type { KubernetesObject } from '../kubernetes/object.ts';
import { workloadKindOf } from '../workload-kinds/workload-kinds.ts';
import { patched, progressing, type RolloutStatus } from '../workload-kinds/status-rules.ts';

/**
 * Kinds whose rollout can be waited for; all others are done as soon as they are patched. `before`: the object before
 * the change whose rollout is waited for; a deadline that was exceeded then says nothing about this one.
 */
export function rolloutStatus(object: KubernetesObject, before?: KubernetesObject): RolloutStatus {
  return (workloadKindOf(object)?.status ?? patched)(object, before);
}

/** Of one that takes its template from another object, `owner`, as that is now: its own status, once it has seen that. */
export function referringStatus(
  referring: KubernetesObject,
  { owner, before }: { readonly owner: KubernetesObject; readonly before?: KubernetesObject },
): RolloutStatus {
  const seen = workloadKindOf(referring)?.observedTemplate?.(referring);
  const generation = owner.metadata.generation ?? 0;
  return seen !== undefined && Number(seen) < generation
    ? progressing('waiting for its controller')
    : rolloutStatus(referring, before);
}
