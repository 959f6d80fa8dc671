import type { ImageField } from '../inventory/image-field.ts';
import type { ChangeRecord } from './record.ts';
import { isAsChanged } from './standing.ts';

/** An image and where its records lead back to. */
export interface Unwound {
  readonly field: ImageField;
  /** What it says now, where somebody changed it since. */
  readonly to: string;
  /** Why it is not followed back (any further), in a sentence. */
  readonly kept?: string;
}

/** Follows one image back through records, newest first, as long as it says what they put there. */
export function unwind(field: ImageField, newestFirst: readonly ChangeRecord[]): Unwound {
  let to = field.image;
  for (const { images } of newestFirst) {
    const changed = images.find(({ slot, name }) => slot === field.slot && name === field.name);
    // Somebody else may have put it back already.
    if (changed === undefined || changed.from === to) continue;
    if (!isAsChanged(to, changed))
      return { field, to, kept: `${describeField(field)} was changed since to ${to}` };
    to = changed.from;
  }
  return { field, to };
}

/** `container app`, as sentences name an image of an object. */
export function describeField({ slot, name }: Pick<ImageField, 'slot' | 'name'>): string {
  return `${slot} ${name}`;
}
