/** Schemas of the built-in kinds, from the models of client-node; each is loaded when it is first needed. */
import { createRequire } from 'node:module';
import { ATOMIC_MAPS, ATOMIC_TYPES, listMerging, QUANTITIES } from './list-merging.ts';
import { ANY, type ObjectSchema, type Schema, type ScalarType } from './schema.ts';

/** A row of a model's `attributeTypeMap`. */
interface Attribute {
  /** In JSON. */
  readonly baseName: string;
  /** Such as `string`, `Array<V1Container>` or `{ [key: string]: string; }`. */
  readonly type: string;
  /** Such as `int64`, `byte` or `date-time`. */
  readonly format: string;
}

interface Model {
  getAttributeTypeMap(): readonly Attribute[];
}

// A model a file without imports of its own: this takes 0.5 ms each, the whole library 400 ms.
const load = createRequire(import.meta.url);
const known = new Map<string, ObjectSchema>();

/** Schema of a model, such as `V1PodSpec`. */
export function modelSchema(model: string): ObjectSchema {
  const found = known.get(model) ?? schemaOfModel(model);
  known.set(model, found);
  return found;
}

function schemaOfModel(model: string): ObjectSchema {
  const { [model]: loaded } = load(`@kubernetes/client-node/dist/gen/models/${model}.js`) as Record<
    string,
    Model | undefined
  >;
  const attributes = loaded?.getAttributeTypeMap() ?? [];
  const name = model.replace(/^.*?V\d+((alpha|beta)\d+)?/, '');
  const rows = new Map(attributes.map((attribute) => [attribute.baseName, attribute]));
  const fields = new Map<string, Schema>();
  return {
    kind: 'object',
    name,
    fieldNames: [...rows.keys()],
    atomic: ATOMIC_TYPES.has(name),
    field(fieldName) {
      const row = rows.get(fieldName);
      const schema = fields.get(fieldName) ?? (row === undefined ? undefined : fieldSchema(name, row));
      if (schema !== undefined) fields.set(fieldName, schema);
      return schema;
    },
  };
}

const OPEN_FIELDS = new Set(['ObjectMeta.managedFields']);

function fieldSchema(owner: string, { baseName, type, format }: Attribute): Schema {
  const place = `${owner}.${baseName}`;
  if (OPEN_FIELDS.has(place)) return ANY;
  const scalar = QUANTITIES.has(place) ? 'quantity' : undefined;
  const item = /^Array<(.*)>$/.exec(type)?.[1];
  if (item !== undefined) {
    return { kind: 'list', items: typeSchema(item, format, scalar), ...listMerging(owner, baseName) };
  }
  const value = /^\{ \[key: string\]: (.*); \}$/.exec(type)?.[1];
  if (value !== undefined) {
    return { kind: 'map', values: typeSchema(value, format, scalar), atomic: ATOMIC_MAPS.has(place) };
  }
  return typeSchema(type, format, scalar);
}

function typeSchema(type: string, format: string, scalar: ScalarType | undefined): Schema {
  const known = scalar ?? scalarType(type, format);
  if (known !== undefined) return { kind: 'scalar', type: known };
  const item = /^Array<(.*)>$/.exec(type)?.[1];
  if (item !== undefined) return { kind: 'list', items: typeSchema(item, format, undefined) };
  return /V\d/.test(type) ? modelSchema(type) : ANY;
}

const SCALARS: Readonly<Record<string, ScalarType>> = {
  boolean: 'boolean',
  Date: 'time',
  V1MicroTime: 'time',
  IntOrString: 'int-or-string',
};

const INTEGERS: Readonly<Record<string, ScalarType>> = { int32: 'int32', int64: 'int64' };

function scalarType(type: string, format: string): ScalarType | undefined {
  if (type === 'string') return format === 'byte' ? 'bytes' : 'string';
  if (type === 'number') return INTEGERS[format] ?? 'number';
  return SCALARS[type];
}
