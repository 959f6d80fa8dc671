/** Deletes an object in the version that was read; a version changed since is checked again. */
import type { KubernetesObject } from '../../domain/kubernetes/object.ts';
import type { Resource } from '../../domain/kubernetes/resource.ts';
import type { Cluster, DeleteOptions } from '../../domain/ports/cluster.ts';
import { ATTEMPTS, isConflict } from './conflict.ts';

export interface Deletion extends Pick<DeleteOptions, 'signal' | 'propagation'> {
  readonly resource: Resource;
  readonly seen: KubernetesObject;
  /** Whether a version changed since is still to be deleted; default: yes, if it has the same uid. */
  readonly stillDue?: (object: KubernetesObject) => boolean;
}

/**
 * Only this version of the object is deleted, as in `guardedPatch`: requests that a run sent before it lost its lease
 * have no effect. `false`: nothing to delete. Throws ClusterError.
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
