import { REPLICA_SETS } from '../harness/kinds.ts';
import { buildable, type Buildable, type Place } from './buildable.ts';
import { appLabel, podSpec, type PodShape } from './pod-spec.ts';

/** A ReplicaSet that nobody owns, with one pod. */
export function replicaSet({ namespace, name, ...shape }: Place & PodShape): Buildable {
  return buildable(REPLICA_SETS, {
    metadata: { namespace, name, labels: appLabel(name) },
    spec: {
      replicas: 1,
      selector: { matchLabels: appLabel(name) },
      template: { metadata: { labels: appLabel(name) }, spec: podSpec(shape) },
    },
  });
}
