/** Warnings of a plan about its changes, in sentences. */
import { countOf } from '../count-of.ts';
import { describeRef, type ObjectRef } from '../kubernetes/object-ref.ts';
import { shortList } from '../short-list.ts';
import { unknownDigest } from './digest-decision.ts';
import type { PlannedChange, PlannedCopy } from './plan.ts';
import type { RegistryFacts } from './registry-facts.ts';
import type { ResolvedImage } from './resolve-image.ts';

/** Workloads that are interrupted during their rollout: one sentence for each reason. */
export function interruptions(changes: readonly PlannedChange[]): string[] {
  const byReason = Map.groupBy(
    changes.filter(({ interruption }) => interruption !== undefined),
    ({ interruption }) => interruption,
  );
  return [...byReason].map(([reason = '', together]) => {
    return `interrupted during the move, ${reason}: ${someNames(together)}`;
  });
}

function someNames(some: readonly { readonly workload: ObjectRef }[]): string {
  return shortList(some.map(({ workload }) => describeRef(workload)));
}

/** Targets that hide their content until the copy: one sentence for each host. */
export function unseenTargets(
  copies: readonly PlannedCopy[],
  { target }: Pick<RegistryFacts, 'target'>,
): string[] {
  const unseen = copies.filter(({ hidden }) => hidden === true);
  const byHost = Map.groupBy(unseen, (copy) => copy.target.host);
  return [...byHost.values()].map((some) => {
    const lookup = some[0] && target.get(some[0].target);
    const reason = lookup?.state === 'hidden' ? lookup.reason : '';
    const more = some.length > 1 ? `; also for ${countOf(some.length - 1, 'more image')}` : '';
    return `not visible to this login; the copy will show: ${reason}${more}`;
  });
}

/** Images for which it is unknown whether the copied digest is what runs. */
export function unknownDigests(
  resolved: readonly ResolvedImage[],
  changes: readonly PlannedChange[],
): string[] {
  const changed = new Set(changes.map(({ workload }) => workload));
  return resolved.flatMap(({ required, copy }) => {
    const unseen = required.users.filter((user) => user.unknown > 0 && changed.has(user.move.workload.ref));
    if (copy === undefined || required.source.digest !== undefined || unseen.length === 0) return [];
    const pods = unseen.reduce((sum, { unknown }) => sum + unknown, 0);
    const names = someNames(unseen.map(({ move }) => ({ workload: move.workload.ref })));
    return [`${required.image}: ${unknownDigest(pods)} (${names}), ${copy.digest} is copied`];
  });
}
