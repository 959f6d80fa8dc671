/**
 * Deletes pods that their controller would keep although they no longer say what its template says: the pods of a
 * ReplicaSet or ReplicationController (which never replace a pod for its template), one at a time, and the stuck pod of
 * a StatefulSet (which waits for it to become ready before it goes on, see
 * https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#forced-rollback).
 */
import { imageFields } from '../domain/inventory/image-field.ts';
import { type PodUse, podUse } from '../domain/inventory/pod-use.ts';
import { pullFailures } from '../domain/heal/stuck-pods.ts';
import type { KubernetesObject } from '../domain/kubernetes/object.ts';
import { valueAt } from '../domain/kubernetes/pod-spec.ts';
import { PODS } from '../domain/kubernetes/resource.ts';
import type { Cluster } from '../domain/ports/cluster.ts';
import type { RolloutStatus } from '../domain/rollout/rollout-status.ts';

/** How many outdated pods are still there. */
export async function replaceOutdatedPods(
  cluster: Cluster,
  owner: KubernetesObject,
  status: RolloutStatus,
  signal: AbortSignal,
): Promise<number> {
  const replacesByHand = owner.kind === 'ReplicaSet' || owner.kind === 'ReplicationController';
  const mayBeStuck = owner.kind === 'StatefulSet' && status.state === 'progressing';
  if (!replacesByHand && !mayBeStuck) return 0;
  const outdated = await outdatedPods(cluster, owner, signal);
  const stuck = outdated.filter((pod) => pullFailures(pod).length > 0);
  const next = replacesByHand && status.state === 'done' ? outdated.slice(0, 1) : [];
  for (const { namespace, name, uid } of [...new Set([...stuck, ...next])]) {
    await cluster.delete(PODS, { namespace, name }, { uid, signal });
  }
  return replacesByHand ? outdated.length : 0;
}

async function outdatedPods(
  cluster: Cluster,
  owner: KubernetesObject,
  signal: AbortSignal,
): Promise<PodUse[]> {
  const wanted = new Map(
    imageFields(owner, owner.kind).map(({ slot, name, image }) => [`${slot}/${name}`, image]),
  );
  const found: PodUse[] = [];
  const { namespace = '', uid } = owner.metadata;
  for await (const page of cluster.list(PODS, { namespace, ...selectorOf(owner) }, signal)) {
    for (const pod of page) {
      const use = podUse(pod);
      if (use.controller?.uid !== uid || use.finished) continue;
      const differs = use.containers.some(
        ({ slot, name, image }) => ![undefined, image].includes(wanted.get(`${slot}/${name}`)),
      );
      if (differs) found.push(use);
    }
  }
  return found;
}

/** Only equality is sent along: owners are compared by uid anyway. */
function selectorOf(owner: KubernetesObject): { labelSelector?: string } {
  const selector = (valueAt(owner, ['spec', 'selector']) ?? {}) as Readonly<Record<string, unknown>>;
  const labels = owner.kind === 'ReplicationController' ? selector : (selector.matchLabels ?? {});
  const pairs = Object.entries(labels).map(([key, value]) => `${key}=${String(value)}`);
  return pairs.length === 0 ? {} : { labelSelector: pairs.join(',') };
}
