/** What a finish is about to do, in the words of what it does: every object that is deleted, rewritten or left. */
import { countOf } from '../domain/count-of.ts';
import { describeRef } from '../domain/kubernetes/object-ref.ts';
import { shortList } from '../domain/short-list.ts';
import type { FinishedObject } from '../workflow/finish/finished-object.ts';

/** Names that are told at most. */
const SHOWN = 10;

const VERBS: Readonly<Record<Exclude<FinishedObject['outcome'], 'cleared'>, string>> = {
  removed: 'delete',
  reduced: 'rewrite',
  kept: 'leave',
};

/** Of many workloads whose records go only some are named; all else is. Pure. */
export function finishPreviewLines(outlook: readonly FinishedObject[]): string[] {
  const cleared = losingWayBack(outlook);
  const names = cleared.length === 0 ? '' : ` (${shortList(cleared, SHOWN)})`;
  return [
    `Records of changes are deleted from ${countOf(cleared.length, 'workload')}${names}.`,
    ...outlook.flatMap(({ object, outcome, message }) =>
      outcome === 'cleared' ? [] : [`  ${VERBS[outcome]} ${describeRef(object)}: ${message}`],
    ),
  ];
}

/** Names of the workloads that can no longer be rolled back afterwards. */
export function losingWayBack(outlook: readonly FinishedObject[]): string[] {
  return outlook.flatMap(({ object, outcome }) => (outcome === 'cleared' ? [describeRef(object)] : []));
}
