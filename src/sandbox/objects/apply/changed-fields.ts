import { isDeepStrictEqual } from 'node:util';
import type { Schema } from '../schema/schema.ts';
import { isEmpty, LEAF, NONE, type FieldSet } from './field-set.ts';
import { fieldsOf } from './fields-of.ts';
import { partsOf, type Part } from './parts.ts';

/** Fields of `after` that `before` does not have or has otherwise. */
export function changedFields(before: unknown, after: unknown, schema: Schema): FieldSet {
  if (isDeepStrictEqual(before, after)) return NONE;
  const old = partsOf(before, schema);
  const parts = partsOf(after, schema);
  if (parts === undefined) return LEAF;
  if (old === undefined) return fieldsOf(after, schema, true);
  return collected(parts, (element, part) => {
    const previous = old.get(element);
    if (previous !== undefined) return changedFields(previous.value, part.value, part.schema);
    return counted(part);
  });
}

/** Fields of `before` that `after` does not have. */
export function removedFields(before: unknown, after: unknown, schema: Schema): FieldSet {
  const old = partsOf(before, schema);
  const parts = partsOf(after, schema);
  if (old === undefined || parts === undefined) return NONE;
  return collected(old, (element, part) => {
    const next = parts.get(element);
    return next === undefined ? counted(part) : removedFields(part.value, next.value, part.schema);
  });
}

function counted({ value, schema, counts }: Part): FieldSet {
  const fields = fieldsOf(value, schema, true);
  return counts ? { ...fields, self: true } : fields;
}

function collected(
  parts: ReadonlyMap<string, Part>,
  fieldsOfPart: (element: string, part: Part) => FieldSet,
): FieldSet {
  const children = [...parts].map(([element, part]): [string, FieldSet] => [
    element,
    fieldsOfPart(element, part),
  ]);
  return { self: false, children: new Map(children.filter(([, fields]) => !isEmpty(fields))) };
}
