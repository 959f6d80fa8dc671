/** Different images for the same target tag: one of them is copied, the others are left alone. */
import { ReferenceMap } from '../image/reference-map.ts';
import { collisionReason } from './collision-reason.ts';
import type { Mapping } from '../mapping/mapping.ts';
import { liesIn } from '../mapping/registry-prefix.ts';
import { UsageError } from '../errors.ts';
import { type Collision, findCollisions } from './find-collisions.ts';
import type { ResolvedImage } from './resolve-image.ts';

/**
 * Running images take precedence, then older workloads: a newer workload must not block the move of an existing one
 * by claiming its target. Pure. Throws UsageError when two rules collide.
 */
export function resolveCollisions(resolved: readonly ResolvedImage[], mapping: Mapping): ResolvedImage[] {
  const found = findCollisions(resolved.flatMap(({ copy }) => copy ?? []));
  if (found.length === 0) return [...resolved];
  refuseByRules(found, mapping);
  const collisions = new ReferenceMap(found.map((one) => [one.target, one]));
  const worstFirst = resolved.toSorted(compare).toReversed();
  const winners = new ReferenceMap(
    worstFirst.flatMap(({ copy }) => (copy ? [[copy.target, copy.digest]] : [])),
  );
  return resolved.map((one) => {
    const collision = one.copy && collisions.get(one.copy.target);
    if (collision === undefined || winners.get(collision.target) === one.copy?.digest) return one;
    return refused(one, collision);
  });
}

/** Two rules for the same target are a user error, regardless of the workloads. */
function refuseByRules(collisions: readonly Collision[], { rules }: Mapping): void {
  const ruled = collisions.find(({ copies }) => {
    const deciding = copies.map(({ source }) => rules.find(({ from }) => liesIn(from, source)));
    return !deciding.includes(undefined) && new Set(deciding).size > 1;
  });
  if (ruled === undefined) return;
  throw new UsageError(collisionReason(ruled), {
    nextStep: 'Map these sources to different targets in the rules file.',
  });
}

function refused({ required, denied, drift }: ResolvedImage, collision: Collision): ResolvedImage {
  return {
    required,
    denied,
    refusal: { code: 'collision', reason: collisionReason(collision) },
    ...(drift === undefined ? {} : { drift }),
  };
}

function compare(a: ResolvedImage, b: ResolvedImage): number {
  return (
    Number(isRun(b)) - Number(isRun(a)) ||
    compareTexts(since(a), since(b)) ||
    compareTexts(a.required.image, b.required.image)
  );
}

function isRun({ required }: ResolvedImage): boolean {
  return required.users.some(({ running }) => running.length > 0);
}

/** Creation time of its oldest workload. */
function since({ required }: ResolvedImage): string {
  return required.users.map(({ move }) => move.workload.created ?? '').toSorted(compareTexts)[0] ?? '';
}

function compareTexts(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
