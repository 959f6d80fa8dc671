/** Takes from a value what its schema does not know, as decoding into Go types does. */
import { isRecord, type JsonRecord } from '../json/json-record.ts';
import type { ListSchema, MapSchema, ObjectSchema, ScalarType, Schema } from '../schema/schema.ts';
import { parseQuantity } from '../quantity.ts';
import { isLeftOutZero } from './left-out-zeros.ts';
import { base64Fault } from './base64-fault.ts';
import { mistyped, TypeMismatch, type Position } from './type-mismatch.ts';

export interface Pruned {
  readonly value: unknown;
  /** Paths of the fields that were taken away, such as `spec.template.spec.containers[0].imag`. */
  readonly unknown: readonly string[];
}

/** Throws TypeMismatch; values of custom resources are not checked here, as their types are part of validation. */
export function prune(schema: ObjectSchema, value: unknown): Pruned {
  const walk = { unknown: [] as string[] };
  return { value: pruneValue(schema, value, { walk, owner: schema.name, path: '', place: '' }), ...walk };
}

/** Where the walk is. */
interface At extends Position {
  readonly walk: { readonly unknown: string[] };
  /** As `path`, with indices. */
  readonly place: string;
}

function pruneValue(schema: Schema, value: unknown, at: At): unknown {
  switch (schema.kind) {
    case 'object':
      return pruneObject(schema, value, at);
    case 'map':
      return pruneMap(schema, value, at);
    case 'list':
      return pruneList(schema, value, at);
    case 'scalar':
      return at.owner === '' ? value : checked(schema.type, value, at);
    case 'any':
      return value;
  }
}

const NO_QUANTITY =
  "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";

function checked(type: ScalarType, value: unknown, at: At): unknown {
  if (!FITS[type](value)) throw mistyped(value, at, GO_TYPES[type] ?? 'string');
  const fault = type === 'bytes' ? base64Fault(String(value)) : undefined;
  if (fault !== undefined) throw new TypeMismatch(fault);
  if (type !== 'quantity' || parseQuantity(String(value)) !== undefined) return value;
  throw new TypeMismatch(NO_QUANTITY);
}

function pruneObject(schema: ObjectSchema, value: unknown, at: At): unknown {
  if (!isRecord(value)) return unfit(value, at, `v1.${schema.name}`);
  const owner = schema.name;
  const kept = Object.entries(value).flatMap(([name, child]): [string, unknown][] => {
    const field = schema.field(name);
    const inside = { ...at, owner, path: joined(at.path, name), place: joined(at.place, name) };
    if (field === undefined) {
      if (schema.open === true) return [[name, child]];
      at.walk.unknown.push(inside.place);
      return [];
    }
    if (child === null) return owner === '' && field.kind !== 'any' ? [] : [];
    const pruned = pruneValue(field, child, inside);
    const isLeftOut = owner !== '' && (isEmpty(pruned, field) || isLeftOutZero(owner, name, pruned));
    return isLeftOut ? [] : [[name, pruned]];
  });
  return Object.fromEntries(kept);
}

function pruneMap(schema: MapSchema, value: unknown, at: At): unknown {
  if (!isRecord(value)) return unfit(value, at, 'map[string]string');
  const entries = Object.entries(value).map(([key, child]): [string, unknown] => [
    key,
    child === null && isText(schema.values)
      ? ''
      : pruneValue(schema.values, child, { ...at, place: joined(at.place, key), path: at.path }),
  ]);
  return Object.fromEntries(entries);
}

function pruneList(schema: ListSchema, value: unknown, at: At): unknown {
  if (!Array.isArray(value)) return unfit(value, at, `[]${elementType(schema.items)}`);
  return value.map((item, index) =>
    pruneValue(schema.items, item, { ...at, place: `${at.place}[${index}]` }),
  );
}

function unfit(value: unknown, at: At, type: string): unknown {
  if (at.owner === '') return value;
  throw mistyped(value, at, type);
}

function joined(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

/** What Go leaves out when it writes JSON (`omitempty`): empty lists, maps and texts. */
function isEmpty(value: unknown, schema: Schema): boolean {
  if (value === '') return true;
  if (Array.isArray(value)) return value.length === 0;
  return schema.kind === 'map' && Object.keys(value as JsonRecord).length === 0;
}

function isText(schema: Schema): boolean {
  return schema.kind === 'scalar' && (schema.type === 'string' || schema.type === 'bytes');
}

function elementType(schema: Schema): string {
  if (schema.kind === 'object') return `v1.${schema.name}`;
  return schema.kind === 'scalar' ? (GO_TYPES[schema.type] ?? 'string') : 'interface {}';
}

const GO_TYPES: Partial<Record<ScalarType, string>> = {
  int32: 'int32',
  int64: 'int64',
  number: 'float64',
  boolean: 'bool',
  bytes: '[]uint8',
  time: 'v1.Time',
  'int-or-string': 'intstr.IntOrString',
  quantity: 'resource.Quantity',
};

const isString = (value: unknown): boolean => typeof value === 'string';
const isScalar = (value: unknown): boolean => typeof value === 'string' || typeof value === 'number';

const FITS: Readonly<Record<ScalarType, (value: unknown) => boolean>> = {
  string: isString,
  bytes: isString,
  time: isString,
  boolean: (value) => typeof value === 'boolean',
  int32: Number.isInteger,
  int64: Number.isInteger,
  number: (value) => typeof value === 'number',
  'int-or-string': isScalar,
  quantity: isScalar,
};
