import { isRecord } from '../json/json-record.ts';

/** How a patched list is to be ordered. */
export interface ElementOrder {
  /** As the patch says: its own items, or those of `$setElementOrder`. */
  readonly wanted: readonly unknown[];
  /** The list as it was. */
  readonly before: readonly unknown[];
  /** Tells items apart; `undefined` for lists of texts. */
  readonly key: string | undefined;
}

/**
 * Puts a merged list in order (strategicpatch, `normalizeElementOrder`): the patch's items as the patch has them; the
 * others, in their own order, before the first of those that came after them before.
 */
export function inOrder(list: readonly unknown[], { wanted, before, key }: ElementOrder): readonly unknown[] {
  const idOf = (item: unknown) => (key !== undefined && isRecord(item) ? item[key] : item);
  const [order, old] = [wanted.map(idOf), before.map(idOf)];
  const patched = list
    .filter((item) => order.includes(idOf(item)))
    .toSorted((a, b) => order.indexOf(idOf(a)) - order.indexOf(idOf(b)));
  const others = list.filter((item) => !order.includes(idOf(item)));
  const placed: unknown[] = [];
  for (const item of patched) {
    const place = old.indexOf(idOf(item));
    while (others.length > 0 && old.indexOf(idOf(others[0])) < place) placed.push(others.shift());
    placed.push(item);
  }
  return [...placed, ...others];
}
