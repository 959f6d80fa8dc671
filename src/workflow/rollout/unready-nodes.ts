/** Unready nodes that block a DaemonSet, which no change of the DaemonSet can fix. */
import type { KubernetesObject } from '../../domain/kubernetes/object.ts';
import { valueAt } from '../../domain/kubernetes/pod-spec.ts';
import { NODES, PODS } from '../../domain/kubernetes/resource.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import { isReady } from '../../domain/rollout/container-state.ts';
import { ifForbidden } from '../cluster/forbidden.ts';

interface Condition {
  readonly type: string;
  readonly status: string;
}

/** Names of unready nodes with unready pods of it; empty without permission to read nodes. Throws ClusterError. */
export async function unreadyNodesOf(
  cluster: Cluster,
  daemonSet: KubernetesObject,
  signal: AbortSignal,
): Promise<string[]> {
  const unready = await unreadyNodes(cluster, signal);
  if (unready.size === 0) return [];
  const { namespace = '', uid } = daemonSet.metadata;
  const found = new Set<string>();
  for await (const page of cluster.list(PODS, { namespace }, signal)) {
    const own = page.filter((pod) => pod.metadata.ownerReferences?.some((owner) => owner.uid === uid));
    for (const node of own.filter(isMissing).map(nodeOf)) {
      if (unready.has(node)) found.add(node);
    }
  }
  return [...found].toSorted();
}

async function unreadyNodes(cluster: Cluster, signal: AbortSignal): Promise<Set<string>> {
  const pages = await Array.fromAsync(cluster.list(NODES, {}, signal)).catch(ifForbidden([]));
  const unready = pages.flat().filter((node) => !isNodeReady(node));
  return new Set(unready.map(({ metadata }) => metadata.name));
}

function isNodeReady(node: KubernetesObject): boolean {
  const conditions = (valueAt(node, ['status', 'conditions']) ?? []) as readonly Condition[];
  return conditions.some(({ type, status }) => type === 'Ready' && status === 'True');
}

/** A terminating pod counts too, since no kubelet on its node ends it. */
function isMissing(pod: KubernetesObject): boolean {
  return !isReady(pod) || pod.metadata.deletionTimestamp !== undefined;
}

/** The node that the pod is assigned to. */
function nodeOf(pod: KubernetesObject): string {
  const bound = valueAt(pod, ['spec', 'nodeName']);
  return typeof bound === 'string' ? bound : '';
}
