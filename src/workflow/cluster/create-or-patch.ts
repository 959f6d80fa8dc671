/** Creates or patches an object, tolerating concurrent creation and deletion. */
import { ClusterError } from '../../domain/errors.ts';
import type { KubernetesObject } from '../../domain/kubernetes/object.ts';
import { refOf } from '../../domain/kubernetes/object-ref.ts';
import type { Resource } from '../../domain/kubernetes/resource.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import { type DecidePatch, surePatch } from './sure-patch.ts';

export interface WantedObject {
  readonly resource: Resource;
  /** The object to create if there is none. */
  readonly object: KubernetesObject;
}

/** `false` when it already exists. Throws ClusterError. */
export async function createMissing(
  cluster: Cluster,
  { resource, object }: WantedObject,
  signal: AbortSignal,
): Promise<boolean> {
  if ((await cluster.get(resource, object.metadata, signal)) !== undefined) return false;
  signal.throwIfAborted();
  try {
    // Not aborted, like patches.
    await cluster.create(resource, object);
    return true;
  } catch (error) {
    if (error instanceof ClusterError && error.failure === 'already-exists') return false;
    throw error;
  }
}

/** `change` patches an existing object. Throws ClusterError, and ExpectedError after too many conflicts. */
export async function createOrPatch(
  cluster: Cluster,
  wanted: WantedObject,
  change: DecidePatch,
  signal: AbortSignal,
): Promise<void> {
  if (await createMissing(cluster, wanted, signal)) return;
  await surePatch(cluster, refOf(wanted.resource, wanted.object), change, signal);
}
