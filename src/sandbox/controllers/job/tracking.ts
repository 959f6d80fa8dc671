/** The finalizer that holds a pod until its Job has counted it. */
import { PODS } from '../../objects/api-resources.ts';
import type { Surroundings } from '../controller.ts';
import { removeFinalizer } from '../garbage/owned-object.ts';
import type { Pod } from '../kinds.ts';

export const TRACKING = 'batch.kubernetes.io/job-tracking';

export function isTracked({ metadata }: Pod): boolean {
  return metadata.finalizers?.includes(TRACKING) === true;
}

export function release({ objects }: Surroundings, pod: Pod): void {
  if (!isTracked(pod) || objects.get(PODS, pod.metadata) === undefined) return;
  removeFinalizer({ objects }, { resource: PODS, object: pod }, TRACKING);
}
