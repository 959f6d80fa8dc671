/** Deletes an object as it was seen: what somebody has changed since is looked at again. */
import type { KubernetesObject } from '../../domain/kubernetes/object.ts';
import type { Resource } from '../../domain/kubernetes/resource.ts';
import type { Cluster, DeleteOptions } from '../../domain/ports/cluster.ts';
import { ATTEMPTS, isConflict } from './conflict.ts';

export interface Deletion extends Pick<DeleteOptions, 'signal' | 'propagation'> {
  readonly resource: Resource;
  readonly seen: KubernetesObject;
  /** Whether it is still to go when it was changed since; default: it is, as long as it is the same object. */
  readonly stillDue?: (object: KubernetesObject) => boolean;
}

/**
 * Only this very version of the object is deleted, as in `guardedPatch`: what a run has sent before it lost its lease
 * does nothing any more. `false`: there was nothing to delete (any more). Throws ClusterError.
 */
export async function guardedDelete(
  cluster: Cluster,
  { resource, seen, stillDue = () => true, ...options }: Deletion,
): Promise<boolean> {
  const { uid } = seen.metadata;
  let object: KubernetesObject | undefined = seen;
  for (let attempt = 1; ; attempt += 1) {
    try {
      const { resourceVersion } = object.metadata;
      return await cluster.delete(resource, seen.metadata, { ...options, uid, resourceVersion });
    } catch (error) {
      if (!isConflict(error) || attempt === ATTEMPTS) throw error;
    }
    object = await cluster.get(resource, seen.metadata, options.signal);
    if (object === undefined || object.metadata.uid !== uid || !stillDue(object)) return false;
  }
}
