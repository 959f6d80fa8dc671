/** Schemas of custom resources, from the `openAPIV3Schema` of their definition. */
import { isRecord, listOf, recordOf, type JsonRecord } from '../json/json-record.ts';
import { modelSchema } from './model-schema.ts';
import { ANY, type ListSchema, type ObjectSchema, type Schema, type ScalarType } from './schema.ts';

/** Schema of whole objects: what every object has is known, whether the definition says so or not. */
export function customSchema(openApiSchema: unknown): ObjectSchema {
  const own = objectSchema(recordOf(openApiSchema));
  return {
    ...own,
    fieldNames: [...new Set(['apiVersion', 'kind', 'metadata', ...own.fieldNames])],
    field: (name) => {
      if (name === 'metadata') return modelSchema('V1ObjectMeta');
      return name === 'apiVersion' || name === 'kind' ? { kind: 'scalar', type: 'string' } : own.field(name);
    },
  };
}

function schemaOf(json: JsonRecord): Schema {
  if (json['x-kubernetes-int-or-string'] === true) return { kind: 'scalar', type: 'int-or-string' };
  if (json.type === 'array') return listSchema(json);
  if (json.type !== 'object') return scalarSchema(json);
  if (json['x-kubernetes-embedded-resource'] === true) return customSchema(json);
  const { additionalProperties } = json;
  if (isRecord(additionalProperties)) {
    return {
      kind: 'map',
      values: schemaOf(additionalProperties),
      atomic: json['x-kubernetes-map-type'] === 'atomic',
    };
  }
  return objectSchema(json);
}

function objectSchema(json: JsonRecord): ObjectSchema {
  const properties = recordOf(json.properties);
  return {
    kind: 'object',
    name: '',
    fieldNames: Object.keys(properties),
    ...defaultsOf(properties),
    open: json['x-kubernetes-preserve-unknown-fields'] === true || json.additionalProperties === true,
    atomic: json['x-kubernetes-map-type'] === 'atomic',
    field: (name) => (Object.hasOwn(properties, name) ? schemaOf(recordOf(properties[name])) : undefined),
  };
}

function defaultsOf(properties: JsonRecord): Pick<ObjectSchema, 'defaults'> {
  const given = Object.entries(properties).flatMap(([name, property]) => {
    const { default: value } = recordOf(property);
    return value === undefined ? [] : [[name, value]];
  });
  return given.length === 0 ? {} : { defaults: Object.fromEntries(given) as JsonRecord };
}

function listSchema(json: JsonRecord): ListSchema {
  const items = isRecord(json.items) ? schemaOf(json.items) : ANY;
  const type = json['x-kubernetes-list-type'];
  if (type === 'set') return { kind: 'list', items, merge: 'set' };
  if (type !== 'map') return { kind: 'list', items };
  return { kind: 'list', items, merge: { keys: listOf(json['x-kubernetes-list-map-keys']).map(String) } };
}

const SCALARS: Readonly<Record<string, ScalarType>> = {
  string: 'string',
  integer: 'int64',
  number: 'number',
  boolean: 'boolean',
};

function scalarSchema({ type }: JsonRecord): Schema {
  const known = typeof type === 'string' ? SCALARS[type] : undefined;
  return known === undefined ? ANY : { kind: 'scalar', type: known };
}
