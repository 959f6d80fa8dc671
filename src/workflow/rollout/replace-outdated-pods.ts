/**
 * Deletes pods that their controller would keep although they no longer say what its template says: the pods of a
 * ReplicaSet or ReplicationController (which never replace a pod for its template), one at a time, and the stuck pod of
 * a StatefulSet (which waits for it to become ready before it goes on, see
 * https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#forced-rollback).
 */
import { pullFailures } from '../../domain/heal/stuck-pods.ts';
import type { KubernetesObject } from '../../domain/kubernetes/object.ts';
import { PODS } from '../../domain/kubernetes/resource.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import type { RolloutStatus } from '../../domain/rollout/rollout-status.ts';
import { followsTemplate, podsOfWorkload } from './pods-of-workload.ts';

/** How many pods the controller itself will never replace are still there. */
export async function replaceOutdatedPods(
  cluster: Cluster,
  owner: KubernetesObject,
  status: RolloutStatus,
  signal: AbortSignal,
): Promise<number> {
  const replacesByHand = owner.kind === 'ReplicaSet' || owner.kind === 'ReplicationController';
  const mayBeStuck = owner.kind === 'StatefulSet' && status.state === 'progressing';
  if (!replacesByHand && !mayBeStuck) return 0;
  const outdated = (await podsOfWorkload(cluster, owner, signal)).filter(
    (pod) => !followsTemplate(pod, owner),
  );
  const stuck = outdated.filter((pod) => pullFailures(pod).length > 0);
  const next = replacesByHand && status.state === 'done' ? outdated.slice(0, 1) : [];
  for (const { namespace, name, uid } of new Set([...stuck, ...next])) {
    await cluster.delete(PODS, { namespace, name }, { uid, signal });
  }
  return replacesByHand ? outdated.length : 0;
}
