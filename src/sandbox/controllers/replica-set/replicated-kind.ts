/** What ReplicaSets and ReplicationControllers differ in; one controller keeps both. */
import type { V1ReplicaSet, V1ReplicationController } from '@kubernetes/client-node';
import type { Plain, Stored } from '../../objects/stored.ts';
import { controllerOf } from '../owner-reference.ts';
import type { Indexes } from '../indexes.ts';
import type { Pod, Selector } from '../kinds.ts';
import type { ObjectIndex } from '../object-index.ts';

export interface ReplicatedKind<Type extends Plain<V1ReplicaSet> | Plain<V1ReplicationController>> {
  readonly component: string;
  readonly index: ObjectIndex<Type>;
  readonly selectorOf: (owner: Stored<Type>) => Selector | undefined;
  /** Whether the status counts the pods that are being deleted. */
  readonly countsTerminating: boolean;
  /** The pods that do the same work. */
  readonly relatedPods: (owner: Stored<Type>) => readonly Pod[];
}

export function replicaSetKind({ replicaSets, pods }: Indexes): ReplicatedKind<Plain<V1ReplicaSet>> {
  return {
    component: 'replicaset-controller',
    index: replicaSets,
    selectorOf: ({ spec }) => spec?.selector,
    countsTerminating: true,
    relatedPods: (owner) => {
      const deployment = controllerOf(owner);
      const siblings = deployment === undefined ? [owner] : replicaSets.controlledBy(deployment.uid);
      return siblings.flatMap(({ metadata }) => pods.controlledBy(metadata.uid));
    },
  };
}

export function replicationControllerKind({
  replicationControllers,
  pods,
}: Indexes): ReplicatedKind<Plain<V1ReplicationController>> {
  return {
    component: 'replication-controller',
    index: replicationControllers,
    selectorOf: ({ spec }) => (spec?.selector === undefined ? undefined : { matchLabels: spec.selector }),
    countsTerminating: false,
    relatedPods: ({ metadata }) => pods.controlledBy(metadata.uid),
  };
}
