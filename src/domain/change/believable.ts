/** Whether a record of a custom resource or a text tells of a move: whoever owns the object may have written anything there. */
import { tryParseImageReference } from '../image/parse-reference.ts';
import type { ImageReference } from '../image/reference.ts';
import type { ChangedImage, ChangedText } from './record.ts';

type Change = Pick<ChangedImage, 'from' | 'to'>;

/** A rollback writes nothing else into a field that is told to hold an image. Pure. */
export function isOfImages({ from, to }: Change): boolean {
  return tryParseImageReference(from) !== undefined && tryParseImageReference(to) !== undefined;
}

/**
 * Whether both name an image of the same name, and the new one the registry too, as a move writes it. What only rules
 * can have led elsewhere is not believed without being asked for: no name of a role or an account looks like this. Pure.
 */
export function isPlainlyMoved({ from, to }: Change): boolean {
  const before = tryParseImageReference(from);
  const after = tryParseImageReference(to);
  if (before === undefined || after === undefined) return false;
  const name = nameOf(before);
  const isSame = nameOf(after) === name || nameOf(after).endsWith(`-${name}`);
  return isSame && to.startsWith(`${after.host}/`);
}

/** Whether a text differs from what it was by nothing but the references to images that were rewritten in it. Pure. */
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
