/** Controllers in memory: a Deployment is ready at once when all of its images can be pulled. */
import { imageFields } from '../../../src/domain/image-fields/image-field.ts';
import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';

export const READY = { replicas: 1, updatedReplicas: 1, availableReplicas: 1, observedGeneration: 1000 };
const NOT_READY = { ...READY, availableReplicas: 0 };

/** The status that the controllers give while `missing` cannot be pulled. */
export function deploymentStatus(missing: readonly string[] = []): (object: KubernetesObject) => unknown {
  return (object) => {
    if (object.kind !== 'Deployment') return object.status;
    const pulls = imageFields(object).every(({ image }) => !missing.includes(image));
    return pulls ? READY : NOT_READY;
  };
}
