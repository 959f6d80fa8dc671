/** A DaemonSet, the nodes, and its pods by the node that they are on or meant for. */
import { NODES } from '../../objects/api-resources.ts';
import type { Surroundings } from '../controller.ts';
import { scaled } from '../int-or-percent.ts';
import type { DaemonSet, Node, Pod } from '../kinds.ts';
import { isAvailable, isFinished, isTerminating } from '../pod-state.ts';
import { nodeOf, suitability } from './daemon-pod.ts';

export const HASH_LABEL = 'controller-revision-hash';
export const COMPONENT = 'daemonset-controller';

export interface DaemonState {
  readonly set: DaemonSet;
  /** Value of the label of pods that are up to date. */
  readonly hash: string;
  readonly nodes: readonly Node[];
  readonly pods: ReadonlyMap<string, readonly Pod[]>;
  readonly maxSurge: number;
  readonly maxUnavailable: number;
  readonly isAvailable: (pod: Pod) => boolean;
}

export interface DaemonRequest {
  readonly set: DaemonSet;
  readonly hash: string;
  readonly again: () => void;
}

export function readDaemons(surroundings: Surroundings, { set, hash, again }: DaemonRequest): DaemonState {
  const { objects, indexes, waits } = surroundings;
  const nodes = objects.list(NODES);
  const pods = indexes.pods
    .controlledBy(set.metadata.uid)
    .filter((pod) => !(isFinished(pod) && isTerminating(pod)));
  const minReadySeconds = set.spec?.minReadySeconds;
  return {
    set,
    hash,
    nodes,
    pods: Map.groupBy(pods, (pod) => nodeOf(pod) ?? ''),
    ...limits(set, nodes),
    isAvailable: (pod) => isAvailable(pod, { waits, minReadySeconds, again }),
  };
}

export function isUpdated({ hash }: DaemonState, { metadata }: Pod): boolean {
  return metadata.labels?.[HASH_LABEL] === hash;
}

/** Both are rounded up, of the nodes that are to have a pod; one of them is at least 1. */
function limits(set: DaemonSet, nodes: readonly Node[]) {
  const { maxSurge = 0, maxUnavailable = 1 } = set.spec?.updateStrategy?.rollingUpdate ?? {};
  const desired = nodes.filter((node) => suitability(set, node).starts).length;
  const surge = scaled(maxSurge, desired, 'up');
  const unavailable = scaled(maxUnavailable, desired, 'up');
  return { maxSurge: surge, maxUnavailable: surge === 0 ? Math.max(unavailable, 1) : unavailable };
}
