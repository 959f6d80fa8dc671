import { isRecord } from '../json/json-record.ts';
import { childSchema } from '../schema/child-schema.ts';
import { ANY, type Schema } from '../schema/schema.ts';
import { isEmpty, NONE, type FieldSet } from './field-set.ts';
import { itemElement } from './path-element.ts';

/** Which fields go, and which of them somebody still owns. */
export interface Removal {
  readonly gone: FieldSet;
  readonly kept: FieldSet;
}

/** A value without fields, and without objects and lists that are empty then; `undefined` when nothing is left. */
export function removeFields(value: unknown, { gone, kept }: Removal, schema: Schema): unknown {
  if (gone.self && isEmpty(kept)) return undefined;
  if (gone.children.size === 0) return value;
  const below = (element: string): Removal => ({
    gone: gone.children.get(element) ?? NONE,
    kept: kept.children.get(element) ?? NONE,
  });
  if (Array.isArray(value) && schema.kind === 'list') {
    const items = value.map((item: unknown) =>
      removeFields(item, below(itemElement(schema, item) ?? ''), schema.items),
    );
    return unlessEmpty(items.filter((item) => item !== undefined));
  }
  if (!isRecord(value)) return value;
  const entries = Object.entries(value).map(([name, field]): [string, unknown] => [
    name,
    removeFields(field, below(`f:${name}`), childSchema(schema, name) ?? ANY),
  ]);
  const left = entries.filter(([, field]) => field !== undefined);
  return left.length === 0 ? undefined : Object.fromEntries(left);
}

function unlessEmpty(list: readonly unknown[]): readonly unknown[] | undefined {
  return list.length === 0 ? undefined : list;
}
