import type { Schema } from '../schema/schema.ts';
import { LEAF, type FieldSet } from './field-set.ts';
import { partsOf } from './parts.ts';

/** All fields of a value; `maps`: whether maps themselves count, as they do for those who update. */
export function fieldsOf(value: unknown, schema: Schema, maps = false): FieldSet {
  const parts = partsOf(value, schema);
  if (parts === undefined || parts.size === 0) return LEAF;
  const children = [...parts].map(([element, part]): [string, FieldSet] => {
    const below = fieldsOf(part.value, part.schema, maps);
    return [element, part.counts ? { ...below, self: true } : below];
  });
  return { self: maps && (schema.kind === 'map' || schema.kind === 'any'), children: new Map(children) };
}
