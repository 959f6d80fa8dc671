/** Bumps the version of what a run that lost its lease may be about to write, so that its requests in flight fail. */
import pMap from 'p-map';
import { annotationOperations } from '../../domain/change/annotation-operations.ts';
import { type JsonPatch, jsonPointer, unchangedSince } from '../../domain/kubernetes/json-patch.ts';
import type { KubernetesObject } from '../../domain/kubernetes/object.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import { ATTEMPTS, isConflict } from '../cluster/conflict.ts';
import { isRefused, type ObjectToBump, objectsToBump, type BumpRequest } from './objects-to-bump.ts';
import { FEW_AT_ONCE } from '../cluster/requests-at-once.ts';

const MARK = 'registry-switch.io/taken-over';
/**
 * Sets and removes an annotation, which changes nothing but the version. Objects that may not be read or changed are
 * skipped, since this run could not change them either. Throws ClusterError.
 */
export async function bumpResourceVersions(
  cluster: Cluster,
  request: BumpRequest,
  signal: AbortSignal,
): Promise<void> {
  const touchables = await objectsToBump(cluster, request, signal);
  await pMap(touchables, async (touchable) => touch(cluster, touchable, signal), {
    concurrency: FEW_AT_ONCE,
    signal,
  });
}

async function touch(cluster: Cluster, [resource, seen]: ObjectToBump, signal: AbortSignal): Promise<void> {
  let object: KubernetesObject | undefined = seen;
  for (let attempt = 1; object !== undefined && attempt <= ATTEMPTS; attempt += 1) {
    try {
      const marked: KubernetesObject = isMarked(object)
        ? object
        : await patch(object, annotationOperations(object, MARK, 'true'));
      await patch(marked, [{ op: 'remove', path: jsonPointer('metadata', 'annotations', MARK) }]);
      return;
    } catch (error) {
      if (isRefused(error)) return;
      if (!isConflict(error)) throw error;
    }
    object = await cluster.get(resource, seen.metadata, signal);
  }

  async function patch(before: KubernetesObject, operations: JsonPatch): Promise<KubernetesObject> {
    return cluster.patch(resource, before.metadata, [unchangedSince(before), ...operations], { signal });
  }
}

function isMarked({ metadata }: KubernetesObject): boolean {
  return metadata.annotations?.[MARK] !== undefined;
}
