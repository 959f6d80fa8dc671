import { formatImageReference } from './format-reference.ts';
import type { ImageReference } from './reference.ts';

/** A map with image references as keys, compared by value. */
export class ReferenceMap<Value> {
  readonly #values = new Map<string, Value>();

  constructor(entries: Iterable<readonly [image: ImageReference, value: Value]> = []) {
    for (const [image, value] of entries) this.set(image, value);
  }

  get(image: ImageReference): Value | undefined {
    return this.#values.get(formatImageReference(image));
  }

  set(image: ImageReference, value: Value): void {
    this.#values.set(formatImageReference(image), value);
  }

  values(): Value[] {
    return [...this.#values.values()];
  }
}

/** Groups items by reference, in the order of first appearance; items without a reference are one group. */
export function groupByReference<Item>(
  items: readonly Item[],
  referenceOf: (item: Item) => ImageReference | undefined,
): Item[][] {
  const groups = Map.groupBy(items, (item) => {
    const image = referenceOf(item);
    return image && formatImageReference(image);
  });
  return [...groups.values()];
}
