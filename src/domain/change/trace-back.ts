import type { ImageField } from '../image-fields/image-field.ts';
import { isOfImages, isOfReferences, isPlainlyMoved } from './believable.ts';
import { type ChangedImage, type ChangedText, type ChangeRecord, replacedBy } from './record.ts';
import { isAsChanged } from './effective-images.ts';

/** An image or text, and the value that its records lead back to. */
export interface TracedImage {
  readonly field: ImageField;
  /** The current value if somebody changed it since. */
  readonly to: string;
  /** Why it is not traced back (further), in a sentence. */
  readonly kept?: string;
  /** Whether a record of it is not trusted: it is kept until the user confirms it. */
  readonly isDoubted?: true;
}

/**
 * Traces one image back through records, newest first, while each has the recorded value. `isNamed`: a custom
 * resource field is given by a flag; otherwise records that are not clearly of a move are not trusted.
 */
export function traceBack(
  field: ImageField,
  newestFirst: readonly ChangeRecord[],
  isNamed = true,
): TracedImage {
  let to = field.image;
  for (const record of newestFirst) {
    const changed = replacedBy(record).find(({ slot, name }) => slot === field.slot && name === field.name);
    // Somebody may have reverted it already.
    if (changed === undefined || changed.from === to) continue;
    if (!isAsChanged(to, changed)) return { field, to, kept: changedSince(field, to) };
    const doubt = doubtOf(changed, isNamed);
    if (doubt !== undefined)
      return { field, to, kept: `${describeField(field)} is kept: ${doubt}`, isDoubted: true };
    to = changed.from;
  }
  return { field, to };
}

/** Why a record is not trusted; `undefined`: it is. */
function doubtOf(changed: ChangedImage | ChangedText, isNamed: boolean): string | undefined {
  if ('mentions' in changed && !isOfReferences(changed))
    return 'its record changes more than image references';
  if (changed.slot !== 'field') return undefined;
  const { from } = changed;
  if (!isOfImages(changed))
    return `its record leads to ${from}, which is not a change from one image to another`;
  if (isNamed || isPlainlyMoved(changed)) return undefined;
  return `its record leads to ${from}, which may not be the same image: check it, and give the field with --image-path if it is right`;
}

/** Without the text itself, which may be long and contain secrets. */
function changedSince(field: ImageField, to: string): string {
  const said = field.slot === 'mention' ? '' : ` to ${to}`;
  return `${describeField(field)} was changed since${said}`;
}

/** `container app`, `container app args[2]`: an image or text of an object, for sentences. */
export function describeField({ slot, name }: Pick<ImageField, 'slot' | 'name'>): string {
  if (slot === 'mention') return name;
  return `${slot} ${name}`;
}
