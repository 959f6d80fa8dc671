import { isRecord } from '../json/json-record.ts';
import { childSchema } from '../schema/child-schema.ts';
import { ANY, type ListSchema, type Schema } from '../schema/schema.ts';
import { itemsByElement } from './path-element.ts';

/** A part of a value that has an owner of its own. */
export interface Part {
  readonly value: unknown;
  readonly schema: Schema;
  /** Being there is a fact of its own: items of lists and entries of maps, unlike fields of objects. */
  readonly counts: boolean;
}

/** The parts of a value by their path elements; `undefined` when the value is one whole. */
export function partsOf(value: unknown, schema: Schema): ReadonlyMap<string, Part> | undefined {
  if (schema.kind === 'list') {
    if (schema.merge === undefined || !Array.isArray(value)) return undefined;
    const items = [...itemsByElement(value, schema)];
    return new Map(
      items.map(([element, item]) => [element, { value: item, schema: schema.items, counts: true }]),
    );
  }
  if (isWhole(schema) || !isRecord(value)) return undefined;
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  return new Map(
    fields.map(([name, field]) => {
      const known = childSchema(schema, name);
      const counts = schema.kind === 'map' || known === undefined;
      return [`f:${name}`, { value: field, schema: known ?? ANY, counts }];
    }),
  );
}

/**
 * Whether nobody owns less than all of a value. What no schema describes is merged by its fields, its lists are one value
 * (`__untyped_deduced_` of structured-merge-diff).
 */
export function isWhole(schema: Exclude<Schema, ListSchema>): boolean {
  return schema.kind === 'scalar' || (schema.kind !== 'any' && schema.atomic === true);
}
