import { isRecord } from '../json/json-record.ts';
import { childSchema } from '../schema/child-schema.ts';
import { ANY, type Schema } from '../schema/schema.ts';
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
  const isWhole = schema.kind === 'scalar' || schema.kind === 'any' || schema.atomic === true;
  if (isWhole || !isRecord(value)) return undefined;
  const counts = schema.kind === 'map';
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  return new Map(
    fields.map(([name, field]) => [
      `f:${name}`,
      { value: field, schema: childSchema(schema, name) ?? ANY, counts },
    ]),
  );
}
