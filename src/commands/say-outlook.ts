/** What a finish is about to do, in the words of what it does: every object that is deleted, rewritten or left. */
import { countOf } from '../domain/count-of.ts';
import { describeRef } from '../domain/kubernetes/object-ref.ts';
import type { FinishedObject } from '../workflow/finish/finished-object.ts';

const VERBS: Readonly<Record<Exclude<FinishedObject['outcome'], 'cleared'>, string>> = {
  removed: 'delete',
  reduced: 'rewrite',
  kept: 'leave',
};

/** Workloads whose records go are only counted; all else is named. Pure. */
export function outlookLines(outlook: readonly FinishedObject[]): string[] {
  const cleared = outlook.filter(({ outcome }) => outcome === 'cleared').length;
  return [
    `Records of changes are deleted from ${countOf(cleared, 'workload')}.`,
    ...outlook.flatMap(({ object, outcome, message }) =>
      outcome === 'cleared' ? [] : [`  ${VERBS[outcome]} ${describeRef(object)}: ${message}`],
    ),
  ];
}
