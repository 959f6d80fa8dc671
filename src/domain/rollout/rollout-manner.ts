/** How the pods of a workload follow a change of its template. */
import type { KubernetesObject } from '../kubernetes/object.ts';
import { workloadKindOf } from '../kubernetes/workload-kinds.ts';
import { type RolloutManner, startsNoPods } from './manners.ts';

/** Pure. Of a custom resource nothing is known: its operator decides. */
export function rolloutManner(object: KubernetesObject): RolloutManner {
  return (workloadKindOf(object)?.manner ?? startsNoPods)(object);
}
