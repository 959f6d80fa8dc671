import type { V1StatefulSetSpec } from '@kubernetes/client-node';
import { type Plain, STATEFUL_SETS } from '../harness/kinds.ts';
import { buildable, type Buildable, type Place } from './buildable.ts';
import { appLabel, podSpec, type PodShape } from './pod-spec.ts';

export interface StatefulSetShape extends Place, PodShape {
  /** Further fields of the specification. */
  readonly spec?: Partial<Plain<V1StatefulSetSpec>>;
}

/** A StatefulSet with two pods, which come one after the other. */
export function statefulSet({ namespace, name, ...shape }: StatefulSetShape): Buildable {
  return buildable(STATEFUL_SETS, {
    metadata: { namespace, name, labels: appLabel(name) },
    spec: {
      replicas: 2,
      serviceName: name,
      selector: { matchLabels: appLabel(name) },
      template: { metadata: { labels: appLabel(name) }, spec: podSpec(shape) },
      ...shape.spec,
    },
  });
}
