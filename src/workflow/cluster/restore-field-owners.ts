/** Restores the field managers of fields that a patch has taken ownership of. */
import { fieldOwnersPatch } from '../../domain/change/field-owners-patch.ts';
import { ExpectedError } from '../../domain/errors.ts';
import type { KubernetesObject } from '../../domain/kubernetes/object.ts';
import type { ObjectRef } from '../../domain/kubernetes/object-ref.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import { ATTEMPTS, GAVE_UP, isConflict } from './conflict.ts';

/**
 * `object`: as returned by the patch; no request when nothing is due. What cannot be restored now stays recorded on
 * the object for the next command; the reason is returned.
 */
export async function restoreFieldOwners(
  cluster: Cluster,
  ref: ObjectRef,
  object: KubernetesObject,
): Promise<string | undefined> {
  try {
    return await restoreOnce(cluster, ref, object);
  } catch (error) {
    if (!(error instanceof ExpectedError)) throw error;
    return error.message;
  }
}

/**
 * For a change that was interrupted before ownership was restored; does nothing if the object is gone or was
 * recreated.
 */
export async function completeOwnerRestore(
  cluster: Cluster,
  ref: ObjectRef,
  signal: AbortSignal,
): Promise<string | undefined> {
  const object = await cluster.get(ref.resource, ref, signal);
  if (object === undefined || (ref.uid !== undefined && ref.uid !== object.metadata.uid)) return undefined;
  return restoreFieldOwners(cluster, ref, object);
}

async function restoreOnce(
  cluster: Cluster,
  ref: ObjectRef,
  object: KubernetesObject,
): Promise<string | undefined> {
  let current: KubernetesObject | undefined = object;
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    if (current === undefined || current.metadata.uid !== object.metadata.uid) return undefined;
    const patch = fieldOwnersPatch(current);
    if (patch === undefined) return undefined;
    try {
      await cluster.patch(ref.resource, ref, patch);
      return undefined;
    } catch (error) {
      if (!isConflict(error, 'not-found')) throw error;
    }
    current = await cluster.get(ref.resource, ref);
  }
  return GAVE_UP;
}
