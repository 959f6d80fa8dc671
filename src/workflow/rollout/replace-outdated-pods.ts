/**
 * Removes outdated pods that their controller would keep: the pods of a ReplicaSet or ReplicationController (which
 * never replace a pod for a new template), one at a time, and the stuck pod of a StatefulSet (which waits for it to
 * become ready before it continues, see
 * https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#forced-rollback).
 */
import { ClusterError, type ClusterFailure } from '../../domain/errors.ts';
import { isMadeFrom, templateMarks } from '../../domain/inventory/template-marks.ts';
import type { KubernetesObject } from '../../domain/kubernetes/object.ts';
import { PODS } from '../../domain/kubernetes/resource.ts';
import { podReplacementOf, workloadKindOf } from '../../domain/workload-kinds/workload-kind-of.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import { containerStates, isHeldUp, isReady } from '../../domain/rollout/container-state.ts';
import { isObserved, type RolloutStatus } from '../../domain/workload-kinds/status-rules.ts';
import { podsOfWorkload, saysTheSame, type WorkloadPod } from './pods-of-workload.ts';

export interface OutdatedPods {
  /** Number of remaining pods that the controller will never replace itself. */
  readonly left: number;
  /** Why the next one cannot be evicted now: the message of the API server about a disruption budget. */
  readonly held?: string;
}

/** Call for every state of the owner. */
export type ReplaceOutdatedPods = (owner: KubernetesObject, status: RolloutStatus) => Promise<OutdatedPods>;

/**
 * For one rollout. Ready pods are only evicted, to respect disruption budgets; stuck ones are deleted. `rollingBack`:
 * unready pods of the change being rolled back are deleted too.
 */
export function outdatedPodReplacement(
  cluster: Cluster,
  { rollingBack = false }: { readonly rollingBack?: boolean },
  signal: AbortSignal,
): ReplaceOutdatedPods {
  const isOutdatedReplica = outdatedReplicas();
  return async (owner, status) => {
    const replacesByHand = podReplacementOf(owner) === 'tool';
    const mayBeStuck = waitsForStuckPods(owner) && status.state === 'progressing';
    if (!replacesByHand && !mayBeStuck) return { left: 0 };
    const pods = await podsOfWorkload(cluster, owner, signal);
    const isOutdated = replacesByHand ? isOutdatedReplica(owner, pods) : outdatedBy(owner);
    const outdated = pods.filter(isOutdated);
    const stuck = outdated.filter((pod) => isStuck(pod) || (rollingBack && !isReady(pod.object)));
    for (const { object: seen } of stuck) await remove(cluster, seen, signal);
    if (!replacesByHand) return { left: 0 };
    const [next] = status.state === 'done' ? outdated : [];
    const isDue = next !== undefined && !stuck.includes(next);
    return { left: outdated.length, ...(isDue ? await evict(cluster, next, signal) : {}) };
  };
}

function waitsForStuckPods(owner: KubernetesObject): boolean {
  return workloadKindOf(owner)?.waitsForStuckPods === true;
}

/** For a controller with revisions: which pods are of the previous one. */
function outdatedBy(owner: KubernetesObject): (pod: WorkloadPod) => boolean {
  const template = templateMarks(owner);
  return (pod) => !(isMadeFrom(template, pod.marks) ?? saysTheSame(pod, owner));
}

/**
 * Pods of a ReplicaSet do not tell their template: those that existed before it observed the new template are
 * outdated. Later ones are created from it, even if a webhook modifies them.
 */
function outdatedReplicas(): (
  owner: KubernetesObject,
  pods: readonly WorkloadPod[],
) => (pod: WorkloadPod) => boolean {
  const before = new Set<string>();
  let hasSeenAll = false;
  return (owner, pods) => {
    if (!hasSeenAll) {
      for (const pod of pods) if (!saysTheSame(pod, owner)) before.add(pod.uid);
    }
    hasSeenAll ||= isObserved(owner);
    return ({ uid }) => before.has(uid);
  };
}

function isStuck({ object }: WorkloadPod): boolean {
  return containerStates(object).some(isHeldUp);
}

/** A pod that has changed in between is checked again at the next poll. */
async function remove(cluster: Cluster, { metadata }: KubernetesObject, signal: AbortSignal): Promise<void> {
  const { uid, resourceVersion } = metadata;
  try {
    await cluster.delete(PODS, metadata, { uid, resourceVersion, signal });
  } catch (error) {
    if (!hasFailed(error, 'conflict')) throw error;
  }
}

/** Returns what prevents the eviction for now. */
async function evict(
  cluster: Cluster,
  { namespace, name, object }: WorkloadPod,
  signal: AbortSignal,
): Promise<Pick<OutdatedPods, 'held'>> {
  const { uid, resourceVersion } = object.metadata;
  try {
    await cluster.evict({ namespace, name }, { uid, resourceVersion, signal });
    return {};
  } catch (error) {
    if (hasFailed(error, 'conflict')) return {};
    if (hasFailed(error, 'too-many-requests')) return { held: error.message };
    throw error;
  }
}

function hasFailed(error: unknown, failure: ClusterFailure): error is ClusterError {
  return error instanceof ClusterError && error.failure === failure;
}
