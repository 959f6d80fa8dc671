import { DAEMON_SETS } from '../harness/kinds.ts';
import { buildable, type Buildable, type Place } from './buildable.ts';
import { appLabel, podSpec, type PodShape } from './pod-spec.ts';

/** A DaemonSet on every node. */
export function daemonSet({ namespace, name, ...shape }: Place & PodShape): Buildable {
  return buildable(DAEMON_SETS, {
    metadata: { namespace, name, labels: appLabel(name) },
    spec: {
      selector: { matchLabels: appLabel(name) },
      template: { metadata: { labels: appLabel(name) }, spec: podSpec(shape) },
    },
  });
}
