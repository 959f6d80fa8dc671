import { REPLICA_SETS } from '../harness/kinds.ts';
import { buildable, type Buildable, type Place } from './buildable.ts';
import { appLabel, podSpec, type PodShape } from './pod-spec.ts';

export interface ReplicaSetShape extends Place, PodShape {
  /** Default: 1. */
  readonly replicas?: number;
}

/** A ReplicaSet that nobody owns. */
export function replicaSet({ namespace, name, ...shape }: ReplicaSetShape): Buildable {
  return buildable(REPLICA_SETS, {
    metadata: { namespace, name, labels: appLabel(name) },
    spec: {
      replicas: shape.replicas ?? 1,
      selector: { matchLabels: appLabel(name) },
      template: { metadata: { labels: appLabel(name) }, spec: podSpec(shape) },
    },
  });
}
