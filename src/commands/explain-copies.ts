import { decideImage } from '../domain/mapping/map-image.ts';
import type { Mapping } from '../domain/mapping/mapping.ts';
import type { Plan } from '../domain/plan/plan.ts';
import { writtenCopy } from '../domain/plan/written-plan.ts';

/** One line for each copy: the mapping rule that decided its target. */
export function explainCopies(plan: Plan, mapping: Mapping): string[] {
  return plan.copies.map((copy) => {
    const { source, target } = writtenCopy(copy);
    return `${source} -> ${target}: ${decideImage(mapping, copy.source).rule}`;
  });
}
