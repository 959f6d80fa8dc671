import { parseImageReference } from '../domain/image/parse-reference.ts';
import { decideImage } from '../domain/mapping/map-image.ts';
import type { Mapping } from '../domain/mapping/mapping.ts';
import type { Plan } from '../domain/plan/plan.ts';

/** One line for each copy: the mapping rule that decided its target. */
export function explainCopies(plan: Plan, mapping: Mapping): string[] {
  return plan.copies.map(
    ({ source, target }) =>
      `${source} -> ${target}: ${decideImage(mapping, parseImageReference(source)).rule}`,
  );
}
