/** Validates change records of custom resource fields and texts, which anybody who may edit the object can forge. */
import { tryParseImageReference } from '../image/parse-reference.ts';
import type { ImageReference } from '../image/reference.ts';
import type { ChangedImage, ChangedText } from './record.ts';

type Change = Pick<ChangedImage, 'from' | 'to'>;

/** Whether both are images: a rollback writes nothing else into an image field. Pure. */
export function isOfImages({ from, to }: Change): boolean {
  return tryParseImageReference(from) !== undefined && tryParseImageReference(to) !== undefined;
}

/**
 * Whether both have the same image name, and the new one a registry, as a move writes it. Moves to other names, which
 * only rules make, need --image-path, since names of roles or accounts could look like them. Pure.
 */
export function isPlainlyMoved({ from, to }: Change): boolean {
  const before = tryParseImageReference(from);
  const after = tryParseImageReference(to);
  if (before === undefined || after === undefined) return false;
  const name = nameOf(before);
  const isSame = nameOf(after) === name || nameOf(after).endsWith(`-${name}`);
  return isSame && to.startsWith(`${after.host}/`);
}

/** Whether two texts differ only in rewritten image references. Pure. */
export function isOfReferences({
  from,
  to,
  mentions,
}: Pick<ChangedText, 'from' | 'to' | 'mentions'>): boolean {
  return mentions.every(isOfImages) && differsOnlyBy(mentions, from, to);
}

function differsOnlyBy(mentions: readonly Change[], from: string, to: string): boolean {
  const longestFirst = mentions.toSorted((a, b) => b.from.length - a.from.length);
  let [before, after] = [0, 0];
  while (before < from.length && after < to.length) {
    const found = longestFirst.find(
      (one) => from.startsWith(one.from, before) && to.startsWith(one.to, after),
    );
    const [old, now] = found === undefined ? [from[before], to[after]] : ['', ''];
    if (old !== now) return false;
    before += (found?.from ?? ' ').length;
    after += (found?.to ?? ' ').length;
  }
  return before === from.length && after === to.length;
}

/** `web` of `old.example/shop/web:1`. */
function nameOf({ repository }: ImageReference): string {
  return repository.slice(repository.lastIndexOf('/') + 1);
}
