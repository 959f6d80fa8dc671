/** One step of a rolling update (k8s `rolling.go`): never more pods than the surge allows, never fewer available. */
import type { Surroundings } from '../controller.ts';
import type { ReplicaSet } from '../kinds.ts';
import { allowedSize, createReplicaSet } from './new-replica-set.ts';
import { allOf, availableOf, readRollout, sizeOf, total, type Rollout } from './rollout.ts';
import { scaleReplicaSet } from './scale-replica-set.ts';

export function rollOn(surroundings: Surroundings, rollout: Rollout): void {
  const { current, wish } = rollout;
  // Counts that are older than the sizes would let pods go that are still needed.
  if (allOf(rollout).some(isBehind)) return;
  if (current === undefined) {
    createReplicaSet(surroundings, rollout);
    return;
  }
  const size = sizeOf(current) > wish.replicas ? wish.replicas : allowedSize(rollout);
  if (size !== sizeOf(current)) {
    scaleReplicaSet(surroundings, rollout, { replicaSet: current, size });
    return;
  }
  shrinkOld(surroundings, rollout);
}

function isBehind({ status, metadata }: ReplicaSet): boolean {
  return (status?.observedGeneration ?? 0) < (metadata.generation ?? 1);
}

function shrinkOld(surroundings: Surroundings, rollout: Rollout): void {
  const { current, old, wish, deployment } = rollout;
  if (total(old, sizeOf) === 0) return;
  const minimum = wish.replicas - wish.maxUnavailable;
  const starting = current === undefined ? 0 : sizeOf(current) - availableOf(current);
  const spare = total(allOf(rollout), sizeOf) - minimum - starting;
  if (spare <= 0) return;
  // Pods that are not available anyway go first: they would block the update.
  shrink(surroundings, rollout, {
    count: spare,
    upTo: (replicaSet) => sizeOf(replicaSet) - availableOf(replicaSet),
  });
  const left = readRollout(surroundings, deployment);
  const surplus = total(allOf(left), availableOf) - minimum;
  shrink(surroundings, left, { count: surplus, upTo: sizeOf });
}

interface Shrink {
  /** Pods to take away in all. */
  readonly count: number;
  /** How many of them a ReplicaSet may give. */
  readonly upTo: typeof sizeOf;
}

/** Oldest first. */
function shrink(surroundings: Surroundings, rollout: Rollout, { count, upTo }: Shrink): void {
  let left = count;
  for (const replicaSet of rollout.old) {
    const size = sizeOf(replicaSet);
    const fewer = Math.min(left, size, upTo(replicaSet));
    if (fewer <= 0) continue;
    scaleReplicaSet(surroundings, rollout, { replicaSet, size: size - fewer });
    left -= fewer;
  }
}
