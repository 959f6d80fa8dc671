import type { ImageField } from '../image-fields/image-field.ts';
import { isOfImages, isOfReferences, isPlainlyMoved } from './believable.ts';
import { type ChangedImage, type ChangedText, type ChangeRecord, replacedBy } from './record.ts';
import { isAsChanged } from './effective-images.ts';

/** An image or text and where its records lead back to. */
export interface TracedImage {
  readonly field: ImageField;
  /** What it says now, where somebody changed it since. */
  readonly to: string;
  /** Why it is not followed back (any further), in a sentence. */
  readonly kept?: string;
  /** A record of it is not believed: until somebody has looked at it, it stays. */
  readonly isDoubted?: true;
}

/**
 * Follows one image back through records, newest first, as long as it says what they put there. `isNamed`: this call names
 * the field, if it is one of a custom resource; else records that are not plainly of a move lead nowhere.
 */
export function traceBack(
  field: ImageField,
  newestFirst: readonly ChangeRecord[],
  isNamed = true,
): TracedImage {
  let to = field.image;
  for (const record of newestFirst) {
    const changed = replacedBy(record).find(({ slot, name }) => slot === field.slot && name === field.name);
    // Somebody else may have put it back already.
    if (changed === undefined || changed.from === to) continue;
    if (!isAsChanged(to, changed)) return { field, to, kept: changedSince(field, to) };
    const doubt = doubtOf(changed, isNamed);
    if (doubt !== undefined)
      return { field, to, kept: `${describeField(field)} stays: ${doubt}`, isDoubted: true };
    to = changed.from;
  }
  return { field, to };
}

/** Why a record is not followed; `undefined`: it is. */
function doubtOf(changed: ChangedImage | ChangedText, isNamed: boolean): string | undefined {
  if ('mentions' in changed && !isOfReferences(changed))
    return 'its record changes more than references in it';
  if (changed.slot !== 'field') return undefined;
  const { from } = changed;
  if (!isOfImages(changed)) return `its record leads to ${from}, and not from one image to another`;
  if (isNamed || isPlainlyMoved(changed)) return undefined;
  return `its record leads to ${from}, which is not plainly the same image: look at it, and name the field with --image-path if that is right`;
}

/** Texts may be long, and hold what is nobody's business. */
function changedSince(field: ImageField, to: string): string {
  const said = field.slot === 'mention' ? '' : ` to ${to}`;
  return `${describeField(field)} was changed since${said}`;
}

/** `container app`, `container app args[2]`, as sentences name an image or text of an object. */
export function describeField({ slot, name }: Pick<ImageField, 'slot' | 'name'>): string {
  if (slot === 'mention') return name;
  return `${slot} ${name}`;
}
