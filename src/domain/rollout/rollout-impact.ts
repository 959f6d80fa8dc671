/** How the pods of a workload follow a change of its template. */
import type { KubernetesObject } from '../kubernetes/object.ts';
import { workloadKindOf } from '../workload-kinds/workload-kind-of.ts';
import { type RolloutImpact, startsNoPods } from '../workload-kinds/rollout-impacts.ts';

/** Pure. Unknown for custom resources, whose operator decides. */
export function rolloutImpact(object: KubernetesObject): RolloutImpact {
  return (workloadKindOf(object)?.impact ?? startsNoPods)(object);
}
