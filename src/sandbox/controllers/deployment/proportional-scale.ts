/** Spreads a new size over the ReplicaSets in the middle of a rollout (k8s `scale` in `sync.go`). */
import type { Surroundings } from '../controller.ts';
import type { ReplicaSet } from '../kinds.ts';
import { DESIRED_REPLICAS, MAX_REPLICAS } from './revisions.ts';
import { allOf, availableOf, sizeOf, total, type Rollout } from './rollout.ts';
import { scaleReplicaSet } from './scale-replica-set.ts';

/** The Deployment has another size than when its ReplicaSets got theirs. */
export function isScaled(rollout: Rollout): boolean {
  return active(rollout).some((replicaSet) => {
    const desired = annotation(replicaSet, DESIRED_REPLICAS);
    return desired !== undefined && desired !== rollout.wish.replicas;
  });
}

export function scaleAll(surroundings: Surroundings, rollout: Rollout): void {
  const { current, old, wish } = rollout;
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
  if (wish.recreate || (current === undefined && old.length === 0)) return;
  for (const { replicaSet, size } of proportions(rollout)) {
    scaleReplicaSet(surroundings, rollout, { replicaSet, size });
  }
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

interface Share {
  readonly replicaSet: ReplicaSet;
  readonly size: number;
}

/** In proportion to their sizes; what rounding leaves over goes to the largest. */
function proportions(rollout: Rollout): Share[] {
  const { wish } = rollout;
  const allowed = wish.replicas === 0 ? 0 : wish.replicas + wish.maxSurge;
  const toAdd = allowed - total(allOf(rollout), sizeOf);
  const newestFirst = active(rollout).toReversed();
  const ordered = (toAdd > 0 ? newestFirst : newestFirst.toReversed()).toSorted(
    (a, b) => sizeOf(b) - sizeOf(a),
  );
  let added = 0;
  const shares = ordered.map((replicaSet): Share => {
    const share = within(fraction(rollout, replicaSet), toAdd - added);
    added += share;
    return { replicaSet, size: sizeOf(replicaSet) + share };
  });
  return shares.map(({ replicaSet, size }, index) => ({
    replicaSet,
    size: index === 0 ? Math.max(0, size + toAdd - added) : size,
  }));
}

/** No further than `limit`, in its direction. */
function within(share: number, limit: number): number {
  if (limit === 0) return 0;
  return limit > 0 ? Math.min(share, limit) : Math.max(share, limit);
}

function fraction({ wish, deployment }: Rollout, replicaSet: ReplicaSet): number {
  const size = sizeOf(replicaSet);
  if (wish.replicas === 0) return -size;
  const before = annotation(replicaSet, MAX_REPLICAS) ?? deployment.status?.replicas ?? 0;
  return before === 0 ? 0 : Math.round((size * (wish.replicas + wish.maxSurge)) / before) - size;
}

function annotation({ metadata }: ReplicaSet, key: string): number | undefined {
  const text = metadata.annotations?.[key];
  return text === undefined ? undefined : Number(text);
}
