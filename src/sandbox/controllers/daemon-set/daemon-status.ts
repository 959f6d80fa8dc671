import type { Node, Pod } from '../kinds.ts';
import { isReady } from '../pod-state.ts';
import { suitability } from './daemon-pod.ts';
import { isUpdated, type DaemonState } from './daemon-state.ts';

/** Counts nodes, not pods; of several pods on a node the oldest counts. */
export function daemonStatus(state: DaemonState) {
  const { set, nodes } = state;
  const suited = nodes.filter((node) => suitability(set, node).starts);
  const unsuited = nodes.filter((node) => !suited.includes(node));
  const counted = suited.flatMap((node) => oldestOn(state, node) ?? []);
  const available = counted.filter((pod) => isReady(pod) && state.isAvailable(pod)).length;
  return {
    currentNumberScheduled: counted.length,
    numberMisscheduled: unsuited.filter((node) => oldestOn(state, node) !== undefined).length,
    desiredNumberScheduled: suited.length,
    numberReady: counted.filter(isReady).length,
    observedGeneration: set.metadata.generation ?? 1,
    ...nonZero({
      updatedNumberScheduled: counted.filter((pod) => isUpdated(state, pod)).length,
      numberAvailable: available,
      numberUnavailable: suited.length - available,
    }),
  };
}

function oldestOn({ pods }: DaemonState, { metadata }: Node): Pod | undefined {
  return pods.get(metadata.name)?.[0];
}

/** The API leaves these out at 0. */
function nonZero(counters: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(counters).filter(([, count]) => count > 0));
}
