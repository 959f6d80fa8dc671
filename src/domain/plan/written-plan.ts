/** A plan with its references as text, for output and its hash. */
import { formatImageReference } from '../image/format-reference.ts';
import type { Plan, PlannedChange, PlannedCopy, PlannedImage } from './plan.ts';

export type WrittenCopy = ReturnType<typeof writtenCopy>;
export type WrittenPlan = ReturnType<typeof writtenPlan>;

/** Keys in a fixed order, for readability. */
export function writtenPlan(plan: Plan) {
  return { ...plan, copies: plan.copies.map(writtenCopy), changes: plan.changes.map(writtenChange) };
}

export function writtenCopy({ source, target, companionOf, ...copy }: PlannedCopy) {
  return {
    source: formatImageReference(source),
    target: formatImageReference(target),
    ...copy,
    ...(companionOf === undefined ? {} : { companionOf: formatImageReference(companionOf) }),
  };
}

function writtenChange({ workload, managedBy, images, mentions, ...change }: PlannedChange) {
  return {
    workload,
    managedBy,
    images: images.map(writtenImage),
    ...(mentions === undefined ? {} : { mentions: mentions.map(writtenImage) }),
    ...change,
  };
}

function writtenImage({ slot, name, from, to, copy, digest, running, tag }: PlannedImage) {
  const places = { to: formatImageReference(to), copy: formatImageReference(copy) };
  return { slot, name, from, ...places, digest, running, ...(tag === undefined ? {} : { tag }) };
}
