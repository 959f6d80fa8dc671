/** Whether the pods of a workload have followed its template. */
import type { KubernetesObject } from '../kubernetes/object.ts';
import { workloadKindOf } from '../workload-kinds/workload-kind-of.ts';
import { patched, progressing, type RolloutStatus } from '../workload-kinds/status-rules.ts';

/**
 * Kinds without a known rollout status count as done once patched. `before`: the object before the change; a deadline
 * that was already exceeded then does not count.
 */
export function rolloutStatus(object: KubernetesObject, before?: KubernetesObject): RolloutStatus {
  return (workloadKindOf(object)?.status ?? patched)(object, before);
}

/** Status of a workload that uses the template of `owner`, once it has observed the current one. */
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
