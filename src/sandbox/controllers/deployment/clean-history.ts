import { REPLICA_SETS } from '../../objects/api-resources.ts';
import type { Surroundings } from '../controller.ts';
import type { ReplicaSet } from '../kinds.ts';
import { revisionOf } from './revisions.ts';
import { sizeOf, type Rollout } from './rollout.ts';

/** Deletes the oldest ReplicaSets that have no pods, beyond those to be kept for a rollback. */
export function cleanHistory({ objects }: Surroundings, { old, wish }: Rollout): void {
  const alive = old.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  const surplus = Math.max(0, alive.length - wish.historyLimit);
  const oldest = alive.toSorted((a, b) => revisionOf(a) - revisionOf(b)).slice(0, surplus);
  for (const { metadata } of oldest.filter(isEmpty)) objects.delete(REPLICA_SETS, metadata);
}

function isEmpty(replicaSet: ReplicaSet): boolean {
  const { status, metadata } = replicaSet;
  const seen = (status?.observedGeneration ?? 0) >= (metadata.generation ?? 1);
  return sizeOf(replicaSet) === 0 && (status?.replicas ?? 0) === 0 && seen;
}
