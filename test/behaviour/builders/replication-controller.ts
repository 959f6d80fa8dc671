import { REPLICATION_CONTROLLERS } from '../harness/kinds.ts';
import { buildable, type Buildable, type Place } from './buildable.ts';
import { appLabel, podSpec, type PodShape } from './pod-spec.ts';

/** A ReplicationController with one pod. */
export function replicationController({ namespace, name, ...shape }: Place & PodShape): Buildable {
  return buildable(REPLICATION_CONTROLLERS, {
    metadata: { namespace, name, labels: appLabel(name) },
    spec: {
      replicas: 1,
      selector: appLabel(name),
      template: { metadata: { labels: appLabel(name) }, spec: podSpec(shape) },
    },
  });
}
