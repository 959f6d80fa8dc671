import { isRecord } from '../json/json-record.ts';
import type { ListSchema } from '../schema/schema.ts';

/** Keys that an item may leave out, with what they are then. */
const LEFT_OUT: Readonly<Record<string, string>> = { protocol: 'TCP' };

/** What tells an item from the others of its list; `undefined` when the list is merged as one value. */
export function itemElement({ merge }: ListSchema, item: unknown): string | undefined {
  if (merge === undefined) return undefined;
  if (merge === 'set') return `v:${JSON.stringify(item)}`;
  if (!isRecord(item)) return undefined;
  const keys = merge.keys.toSorted().map((key): [string, unknown] => [key, item[key] ?? LEFT_OUT[key]]);
  return `k:${JSON.stringify(Object.fromEntries(keys))}`;
}

/** The items of a list by their elements. */
export function itemsByElement(list: unknown, schema: ListSchema): ReadonlyMap<string, unknown> {
  const items: readonly unknown[] = Array.isArray(list) ? list : [];
  return new Map(items.map((item) => [itemElement(schema, item) ?? '', item]));
}
