/** One step of a Recreate rollout (k8s `recreate.go`): all old pods have ended before the first new one begins. */
import type { Surroundings } from '../controller.ts';
import { isFinished } from '../pod-state.ts';
import { createReplicaSet } from './new-replica-set.ts';
import { sizeOf, type Rollout } from './rollout.ts';
import { scaleReplicaSet } from './scale-replica-set.ts';

export function recreate(surroundings: Surroundings, rollout: Rollout): void {
  const { current, old, wish } = rollout;
  const running = old.filter((replicaSet) => sizeOf(replicaSet) > 0);
  for (const replicaSet of running) scaleReplicaSet(surroundings, rollout, { replicaSet, size: 0 });
  if (running.length > 0 || oldPodsRun(surroundings, rollout)) return;
  if (current === undefined) createReplicaSet(surroundings, rollout);
  else if (sizeOf(current) !== wish.replicas) {
    scaleReplicaSet(surroundings, rollout, { replicaSet: current, size: wish.replicas });
  }
}

function oldPodsRun({ indexes }: Surroundings, { old }: Rollout): boolean {
  return old.some(({ metadata }) => indexes.pods.controlledBy(metadata.uid).some((pod) => !isFinished(pod)));
}
