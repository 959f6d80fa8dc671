/** Whether a record of a custom resource tells of a move: whoever owns the object may have written anything there. */
import { tryParseImageReference } from '../image/parse-reference.ts';
import type { ImageReference } from '../image/reference.ts';
import type { ChangedImage } from './record.ts';

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

/** `web` of `old.example/shop/web:1`. */
function nameOf({ repository }: ImageReference): string {
  return repository.slice(repository.lastIndexOf('/') + 1);
}
