/** What a finish will do: every object that is deleted, rewritten or left. */
import { countOf } from '../domain/count-of.ts';
import { describeRef } from '../domain/kubernetes/object-ref.ts';
import { shortList } from '../domain/short-list.ts';
import type { FinishedObject } from '../workflow/finish/finished-object.ts';

/** Names printed at most. */
const SHOWN = 10;

const VERBS: Readonly<Record<Exclude<FinishedObject['outcome'], 'cleared'>, string>> = {
  removed: 'delete',
  reduced: 'rewrite',
  kept: 'leave',
};

/** Names at most `SHOWN` workloads whose records are deleted, and every other object. Pure. */
export function finishPreviewLines(outlook: readonly FinishedObject[]): string[] {
  const cleared = losingRollback(outlook);
  const names = cleared.length === 0 ? '' : ` (${shortList(cleared, SHOWN)})`;
  return [
    `Change records are deleted from ${countOf(cleared.length, 'workload')}${names}.`,
    ...outlook.flatMap(({ object, outcome, message }) =>
      outcome === 'cleared' ? [] : [`  ${VERBS[outcome]} ${describeRef(object)}: ${message}`],
    ),
  ];
}

/** Names of the workloads that cannot be rolled back afterwards. */
export function losingRollback(outlook: readonly FinishedObject[]): string[] {
  return outlook.flatMap(({ object, outcome }) => (outcome === 'cleared' ? [describeRef(object)] : []));
}
