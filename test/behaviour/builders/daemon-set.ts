import type { V1DaemonSetSpec } from '@kubernetes/client-node';
import { DAEMON_SETS, type Plain } from '../harness/kinds.ts';
import { buildable, type Buildable, type Place } from './buildable.ts';
import { appLabel, podSpec, type PodShape } from './pod-spec.ts';

export interface DaemonSetShape extends Place, PodShape {
  /** Further fields of the specification. */
  readonly spec?: Partial<Plain<V1DaemonSetSpec>>;
}

/** A DaemonSet on every node. */
export function daemonSet({ namespace, name, ...shape }: DaemonSetShape): Buildable {
  return buildable(DAEMON_SETS, {
    metadata: { namespace, name, labels: appLabel(name) },
    spec: {
      selector: { matchLabels: appLabel(name) },
      template: { metadata: { labels: appLabel(name) }, spec: podSpec(shape) },
      ...shape.spec,
    },
  });
}
