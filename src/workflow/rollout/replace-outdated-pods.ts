/**
 * Removes pods that their controller would keep although they no longer say what its template says: the pods of a
 * ReplicaSet or ReplicationController (which never replace a pod for its template), one at a time, and the stuck pod of
 * a StatefulSet (which waits for it to become ready before it goes on, see
 * https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#forced-rollback).
 */
import { ClusterError, type ClusterFailure } from '../../domain/errors.ts';
import type { KubernetesObject } from '../../domain/kubernetes/object.ts';
import { PODS } from '../../domain/kubernetes/resource.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import { containerStates, isHeldUp, isReady } from '../../domain/rollout/container-state.ts';
import type { RolloutStatus } from '../../domain/rollout/rollout-status.ts';
import { followsTemplate, podsOfWorkload, type WorkloadPod } from './pods-of-workload.ts';

export interface OutdatedOwner {
  readonly owner: KubernetesObject;
  readonly status: RolloutStatus;
  /** A change is taken back: a pod of it that is not ready is in the way, whatever it waits for. */
  readonly undoing: boolean;
}

export interface OutdatedPods {
  /** How many pods the controller itself will never replace are still there. */
  readonly left: number;
  /** Why the next of them stays for now: the words of the API server on a disruption budget. */
  readonly held?: string;
}

/** What is ready goes by eviction only, so that disruption budgets hold; what is stuck serves nobody. */
export async function replaceOutdatedPods(
  cluster: Cluster,
  { owner, status, undoing }: OutdatedOwner,
  signal: AbortSignal,
): Promise<OutdatedPods> {
  const replacesByHand = KEEPERS.has(owner.kind);
  const mayBeStuck = owner.kind === 'StatefulSet' && status.state === 'progressing';
  if (!replacesByHand && !mayBeStuck) return { left: 0 };
  const pods = await podsOfWorkload(cluster, owner, signal);
  const outdated = pods.filter((pod) => !followsTemplate(pod, owner));
  const stuck = outdated.filter((pod) => isStuck(pod) || (undoing && !isReady(pod.object)));
  for (const { object: seen } of stuck) await remove(cluster, seen, signal);
  if (!replacesByHand) return { left: 0 };
  const [next] = outdated;
  const isDue = next !== undefined && status.state === 'done' && !stuck.includes(next);
  const held = isDue ? await evict(cluster, next, signal) : undefined;
  return { left: outdated.length, ...(held === undefined ? {} : { held }) };
}

/** Kinds whose controllers never replace a pod for its template. */
const KEEPERS = new Set(['ReplicaSet', 'ReplicationController']);

function isStuck({ object }: WorkloadPod): boolean {
  return containerStates(object).some(isHeldUp);
}

/** One that has changed in between is looked at again with the next poll. */
async function remove(cluster: Cluster, { metadata }: KubernetesObject, signal: AbortSignal): Promise<void> {
  const { uid, resourceVersion } = metadata;
  try {
    await cluster.delete(PODS, metadata, { uid, resourceVersion, signal });
  } catch (error) {
    if (!hasFailed(error, 'conflict')) throw error;
  }
}

/** What forbids it for now. */
async function evict(
  cluster: Cluster,
  { namespace, name, object }: WorkloadPod,
  signal: AbortSignal,
): Promise<string | undefined> {
  const { uid, resourceVersion } = object.metadata;
  try {
    await cluster.evict({ namespace, name }, { uid, resourceVersion, signal });
    return undefined;
  } catch (error) {
    if (hasFailed(error, 'conflict')) return undefined;
    if (hasFailed(error, 'too-many-requests')) return error.message;
    throw error;
  }
}

function hasFailed(error: unknown, failure: ClusterFailure): error is ClusterError {
  return error instanceof ClusterError && error.failure === failure;
}
