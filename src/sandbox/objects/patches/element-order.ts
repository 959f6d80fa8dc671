import { isRecord } from '../json/json-record.ts';
import type { Schema } from '../schema/schema.ts';

/**
 * A list in the order that `$setElementOrder` asks for. Items that only the server has stay between the neighbours that
 * they had.
 */
export function inOrder(
  list: readonly unknown[],
  order: readonly unknown[],
  schema: Schema | undefined,
): readonly unknown[] {
  const key = schema?.kind === 'list' ? schema.patch?.key : undefined;
  const idOf = (item: unknown) => (key !== undefined && isRecord(item) ? item[key] : item);
  const wanted = order.map(idOf);
  const rank = (item: unknown) => wanted.indexOf(idOf(item));
  const ordered = list.filter((item) => rank(item) >= 0).toSorted((a, b) => rank(a) - rank(b));
  const placed: unknown[] = [];
  for (const item of list) {
    if (rank(item) < 0) placed.push(item);
    else placed.push(ordered.shift());
  }
  return placed;
}
