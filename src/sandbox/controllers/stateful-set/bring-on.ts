/**
 * One step of a StatefulSet (k8s `stateful_set_control.go`). In order nothing happens to any pod while one before it is
 * not available: also a pod that cannot start is not replaced when its template was put right, until somebody deletes it.
 */
import type { Pod } from '../kinds.ts';
import { isFinished, isTerminating } from '../pod-state.ts';
import type { Place, Places } from './ordinals.ts';
import {
  createAt,
  isAway,
  remove,
  revisionOf,
  runsReady,
  serves,
  type StatefulContext,
} from './stateful-pods.ts';

export function bringOn(context: StatefulContext, places: Places): void {
  if (!fill(context, places.wished)) return;
  if (!shrink(context, places)) return;
  if (!context.wish.onDelete) replace(context, places.wished);
}

/** Returns whether the next pods may be looked at; without order they always may. */
function fill(context: StatefulContext, wished: readonly Place[]): boolean {
  for (const place of wished) {
    const settled = fillPlace(context, place);
    if (!settled && context.wish.ordered) return false;
  }
  return true;
}

/** Returns whether its pod is there and serves. */
function fillPlace(context: StatefulContext, { ordinal, pod }: Place): boolean {
  if (pod === undefined) {
    createAt(context, ordinal);
    return false;
  }
  if (isFinished(pod) && !isTerminating(pod)) {
    remove(context, pod);
    return false;
  }
  return !isTerminating(pod) && runsReady(pod) && serves(context, pod);
}

/** Returns whether no pod is left to go first. */
function shrink(context: StatefulContext, { wished, condemned }: Places): boolean {
  const { ordered } = context.wish;
  if (!ordered) {
    for (const pod of condemned.filter((one) => !isTerminating(one))) remove(context, pod);
    return true;
  }
  const [pod] = condemned;
  if (pod === undefined) return true;
  const unhealthy = firstAway(context, wished, condemned);
  const may = (runsReady(pod) && serves(context, pod)) || pod === unhealthy;
  if (!isTerminating(pod) && may) remove(context, pod);
  return false;
}

function firstAway(
  context: StatefulContext,
  wished: readonly Place[],
  condemned: readonly Pod[],
): Pod | undefined {
  const ascending = [...wished.map(({ pod }) => pod), ...condemned.toReversed()];
  return ascending.find((pod) => isAway(context, pod));
}

/** The highest pod at another revision goes, when all above it are up to date and available. */
function replace(context: StatefulContext, wished: readonly Place[]): void {
  const { name } = context.update.metadata;
  for (const { pod } of wished.slice(context.wish.partition).toReversed()) {
    if (pod !== undefined && revisionOf(pod) !== name && !isTerminating(pod)) {
      remove(context, pod);
      return;
    }
    if (isAway(context, pod)) return;
  }
}
