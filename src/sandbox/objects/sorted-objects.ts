import type { Stored } from './stored.ts';

/** The objects of one resource, found by key at once and kept in the order of their keys. */
export class SortedObjects {
  readonly #byKey = new Map<string, Stored>();
  readonly #keys: string[] = [];
  /** In the order of the keys. */
  readonly #objects: Stored[] = [];

  get(key: string): Stored | undefined {
    return this.#byKey.get(key);
  }

  set(key: string, object: Stored): void {
    const index = this.#lowerBound(key);
    if (this.#byKey.has(key)) {
      this.#objects[index] = object;
    } else {
      this.#keys.splice(index, 0, key);
      this.#objects.splice(index, 0, object);
    }
    this.#byKey.set(key, object);
  }

  delete(key: string): void {
    if (!this.#byKey.delete(key)) return;
    const index = this.#lowerBound(key);
    this.#keys.splice(index, 1);
    this.#objects.splice(index, 1);
  }

  /** A copy, which later changes leave alone. */
  all(): readonly Stored[] {
    return this.#objects.slice();
  }

  /** Those whose keys begin with `folder/`. */
  within(folder: string): readonly Stored[] {
    // The character after the slash is the first that a longer key cannot have there.
    return this.#objects.slice(this.#lowerBound(`${folder}/`), this.#lowerBound(`${folder}0`));
  }

  /** Index of the first key that is not before the given one. */
  #lowerBound(key: string): number {
    let low = 0;
    let high = this.#keys.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#keys[middle] ?? '') < key) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
