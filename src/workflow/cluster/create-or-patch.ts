/** Makes an object be what it should, whether it is there or not: somebody else may be faster in either. */
import { ClusterError } from '../../domain/errors.ts';
import type { KubernetesObject } from '../../domain/kubernetes/object.ts';
import { refOf } from '../../domain/kubernetes/object-ref.ts';
import type { Resource } from '../../domain/kubernetes/resource.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import { type DecidePatch, surePatch } from './sure-patch.ts';

export interface WantedObject {
  readonly resource: Resource;
  /** As it is created where there is none. */
  readonly object: KubernetesObject;
}

/** `false`: it was there already. Throws ClusterError. */
export async function createMissing(
  cluster: Cluster,
  { resource, object }: WantedObject,
  signal: AbortSignal,
): Promise<boolean> {
  if ((await cluster.get(resource, object.metadata, signal)) !== undefined) return false;
  signal.throwIfAborted();
  try {
    // Not to be aborted, as patches are not.
    await cluster.create(resource, object);
    return true;
  } catch (error) {
    if (error instanceof ClusterError && error.failure === 'already-exists') return false;
    throw error;
  }
}

/** `change` is for one that is there. Throws ClusterError, and ExpectedError where somebody keeps changing it. */
export async function createOrPatch(
  cluster: Cluster,
  wanted: WantedObject,
  change: DecidePatch,
  signal: AbortSignal,
): Promise<void> {
  if (await createMissing(cluster, wanted, signal)) return;
  await surePatch(cluster, refOf(wanted.resource, wanted.object), change, signal);
}
