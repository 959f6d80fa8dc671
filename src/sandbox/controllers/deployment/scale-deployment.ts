/** Gives the ReplicaSets of a Deployment a new size (k8s `scale` in `sync.go`, but in no proportion in mid-rollout). */
import type { Surroundings } from '../controller.ts';
import type { ReplicaSet } from '../kinds.ts';
import { DESIRED_REPLICAS } from './revisions.ts';
import { allOf, availableOf, sizeOf, type Rollout } from './rollout.ts';
import { scaleReplicaSet } from './scale-replica-set.ts';

/** The Deployment has another size than when its ReplicaSets got theirs. */
export function isScaled(rollout: Rollout): boolean {
  return active(rollout).some((replicaSet) => {
    const desired = annotation(replicaSet, DESIRED_REPLICAS);
    return desired !== undefined && desired !== rollout.wish.replicas;
  });
}

export function scaleAll(surroundings: Surroundings, rollout: Rollout): void {
  const { old, wish } = rollout;
  const only = activeOrLatest(rollout);
  if (only !== undefined) {
    if (sizeOf(only) !== wish.replicas) {
      scaleReplicaSet(surroundings, rollout, { replicaSet: only, size: wish.replicas });
    }
    return;
  }
  if (isSaturated(rollout)) {
    for (const replicaSet of old) scaleReplicaSet(surroundings, rollout, { replicaSet, size: 0 });
    return;
  }
  // They only take note of it: the rollout goes on to the new size.
  for (const replicaSet of active(rollout))
    scaleReplicaSet(surroundings, rollout, { replicaSet, size: sizeOf(replicaSet) });
}

function active(rollout: Rollout): readonly ReplicaSet[] {
  return allOf(rollout).filter((replicaSet) => sizeOf(replicaSet) > 0);
}

/** The only one with pods, or the latest where none has any; `undefined` when several have. */
function activeOrLatest(rollout: Rollout): ReplicaSet | undefined {
  const found = active(rollout);
  if (found.length === 0) return rollout.current ?? rollout.old.at(-1);
  return found.length === 1 ? found[0] : undefined;
}

function isSaturated({ current, wish }: Rollout): boolean {
  if (current === undefined) return false;
  const numbers = [sizeOf(current), annotation(current, DESIRED_REPLICAS), availableOf(current)];
  return numbers.every((number) => number === wish.replicas);
}

function annotation({ metadata }: ReplicaSet, key: string): number | undefined {
  const text = metadata.annotations?.[key];
  return text === undefined ? undefined : Number(text);
}
