/** A plan with its references written out, as it is printed, signed off and told. */
import { formatImageReference } from '../image/format-reference.ts';
import type { Plan, PlannedChange, PlannedCopy, PlannedImage } from './plan.ts';

export type WrittenCopy = ReturnType<typeof writtenCopy>;
export type WrittenPlan = ReturnType<typeof writtenPlan>;

/** Keys stay in the order that people know. */
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
