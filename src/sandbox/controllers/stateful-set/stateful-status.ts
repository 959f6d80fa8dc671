import type { Pod } from '../kinds.ts';
import { isTerminating } from '../pod-state.ts';
import { revisionOf, runsReady, serves, type StatefulContext } from './stateful-pods.ts';

/** The status of a StatefulSet; a finished update makes the new revision the current one. */
export function statefulStatus(context: StatefulContext, pods: readonly Pod[]) {
  const { set, wish, current, update } = context;
  const staying = pods.filter((pod) => !isTerminating(pod));
  const atRevision = (name: string) => staying.filter((pod) => revisionOf(pod) === name).length;
  const ready = pods.filter(runsReady);
  const updated = atRevision(update.metadata.name);
  const counts = [updated, ready.length, pods.length];
  const done = !wish.onDelete && counts.every((count) => count === wish.replicas);
  return {
    observedGeneration: set.metadata.generation ?? 1,
    replicas: pods.length,
    ...counted({
      readyReplicas: ready.length,
      currentReplicas: done ? updated : atRevision(current.metadata.name),
      updatedReplicas: updated,
    }),
    currentRevision: (done ? update : current).metadata.name,
    updateRevision: update.metadata.name,
    collisionCount: 0,
    availableReplicas: ready.filter((pod) => serves(context, pod)).length,
  };
}

/** The API leaves these out at 0. */
function counted(counters: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(counters).filter(([, count]) => count > 0));
}
