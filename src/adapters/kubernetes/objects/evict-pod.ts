import { PODS } from '../../../domain/kubernetes/resource.ts';
import type { EvictOptions, PodName } from '../../../domain/ports/cluster.ts';
import type { Perform } from '../transport/api-call.ts';
import { valueOf } from '../transport/outcome.ts';
import { preconditionsOf } from './delete-object.ts';
import { readNothing } from '../transport/read-json.ts';
import { getObject } from './get-object.ts';
import { objectPath } from './resource-path.ts';

/**
 * Asks for the eviction of a pod (policy/v1 `Eviction`): https://kubernetes.io/docs/concepts/scheduling-eviction/api-eviction/.
 * See `Cluster.evict` for how it fails.
 */
export async function evictPod(
  perform: Perform,
  { namespace, name }: PodName,
  { uid, resourceVersion, signal, permit }: EvictOptions,
): Promise<boolean> {
  const outcome = await perform({
    request: {
      method: 'POST',
      path: `${objectPath(PODS, { namespace, name })}/eviction`,
      body: {
        apiVersion: 'policy/v1',
        kind: 'Eviction',
        metadata: { namespace, name },
        deleteOptions: { preconditions: preconditionsOf({ uid, resourceVersion }) },
      },
      signal,
      permit,
    },
    read: readNothing,
    // Without a uid a second attempt might hit a pod that was created in between.
    repeatable: uid !== undefined,
  });
  if (outcome.ok) return true;
  const { failure } = outcome.error;
  if (failure === 'not-found') return outcome.afterDoubt === true;
  if (failure !== 'conflict' || uid === undefined) return valueOf(outcome);
  const found = await getObject(perform, PODS, { namespace, name }, signal);
  return found?.metadata.uid === uid ? valueOf(outcome) : outcome.afterDoubt === true;
}
