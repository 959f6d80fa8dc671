/** Rules for custom resources, from their schema. */
import type { ApiResource } from '../api-resource.ts';
import { isRecord, listOf, recordOf, type JsonRecord } from '../json/json-record.ts';
import { invalidValue, notSupported, required, type FieldError } from './field-error.ts';

/** In the words of kube-openapi's validation. */
export function customErrors({ openApiSchema }: ApiResource, object: object): FieldError[] {
  return valueErrors(recordOf(openApiSchema), object, '');
}

function valueErrors(schema: JsonRecord, value: unknown, field: string): FieldError[] {
  if (value === null && schema.nullable === true) return [];
  const type = typeError(schema, value, field);
  if (type !== undefined) return [type];
  const own = [...enumErrors(schema, value, field), ...boundErrors(schema, value, field)];
  if (Array.isArray(value)) return [...own, ...itemErrors(schema, value, field)];
  return isRecord(value) ? [...own, ...fieldsErrors(schema, value, field)] : own;
}

const TYPE_OF: Readonly<Record<string, (value: unknown) => boolean>> = {
  string: (value) => typeof value === 'string',
  integer: Number.isInteger,
  number: (value) => typeof value === 'number',
  boolean: (value) => typeof value === 'boolean',
  object: isRecord,
  array: Array.isArray,
};

function typeError(schema: JsonRecord, value: unknown, field: string): FieldError | undefined {
  const { type } = schema;
  if (schema['x-kubernetes-int-or-string'] === true) {
    const isEither = typeof value === 'string' || Number.isInteger(value);
    return isEither ? undefined : mistyped(value, field, 'integer,string');
  }
  if (typeof type !== 'string' || TYPE_OF[type]?.(value) !== false) return undefined;
  return mistyped(value, field, type);
}

function mistyped(value: unknown, field: string, type: string): FieldError {
  const found = value === null ? 'null' : jsonType(value);
  const detail = `${field === '' ? '<nil>' : field} in body must be of type ${type}: "${found}"`;
  return { reason: 'FieldValueTypeInvalid', field: field === '' ? '<nil>' : field, value: found, detail };
}

function jsonType(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  return Number.isInteger(value) ? 'integer' : typeof value;
}

function enumErrors(schema: JsonRecord, value: unknown, field: string): FieldError[] {
  if (!Array.isArray(schema.enum) || schema.enum.includes(value)) return [];
  return [notSupported(field, value, schema.enum.map(String))];
}

function boundErrors({ pattern, minimum, maximum }: JsonRecord, value: unknown, field: string): FieldError[] {
  const wrong = (detail: string) => [invalidValue(field, value, `${field} in body should ${detail}`)];
  if (typeof value === 'string' && typeof pattern === 'string' && !new RegExp(pattern).test(value)) {
    return wrong(`match '${pattern}'`);
  }
  if (typeof value !== 'number') return [];
  if (typeof minimum === 'number' && value < minimum) return wrong(`be greater than or equal to ${minimum}`);
  if (typeof maximum === 'number' && value > maximum) return wrong(`be less than or equal to ${maximum}`);
  return [];
}

function itemErrors(schema: JsonRecord, list: readonly unknown[], field: string): FieldError[] {
  const items = recordOf(schema.items);
  return list.flatMap((item, index) => valueErrors(items, item, `${field}[${index}]`));
}

function fieldsErrors(schema: JsonRecord, value: JsonRecord, field: string): FieldError[] {
  const missing = listOf(schema.required)
    .map(String)
    .filter((name) => value[name] === undefined);
  const properties = recordOf(schema.properties);
  const inFields = Object.entries(value).flatMap(([name, child]) => {
    const childSchema = properties[name] ?? schema.additionalProperties;
    return isRecord(childSchema) ? valueErrors(childSchema, child, joined(field, name)) : [];
  });
  return [...missing.map((name) => required(joined(field, name))), ...inFields];
}

function joined(field: string, name: string): string {
  return field === '' ? name : `${field}.${name}`;
}
