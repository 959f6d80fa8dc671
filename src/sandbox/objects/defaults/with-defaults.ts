/** Fills in what an object leaves out, as the API server does when it decodes one: type by type, inside out. */
import type { ApiResource } from '../api-resource.ts';
import { isRecord, type JsonRecord } from '../json/json-record.ts';
import { childSchema } from '../schema/child-schema.ts';
import { schemaOf } from '../schema/schema-of.ts';
import type { ObjectSchema, Schema } from '../schema/schema.ts';
import { fillIn, withField } from './fill-in.ts';
import { POD_DEFAULTS } from './pod-defaults.ts';
import { OBJECT_DEFAULTS } from './object-defaults.ts';

/** Adds to an object of one type what is missing in it. */
export type Defaulter = (value: JsonRecord) => JsonRecord;

const DEFAULTERS: ReadonlyMap<string, Defaulter> = new Map(
  Object.entries({ ...POD_DEFAULTS, ...OBJECT_DEFAULTS }),
);

export function withDefaults<Value extends object>(resource: ApiResource, object: Value): Value {
  return defaulted(object, schemaOf(resource)) as Value;
}

/** The same value where nothing is missing. */
function defaulted(value: unknown, schema: Schema): unknown {
  switch (schema.kind) {
    case 'list':
      return Array.isArray(value) && !isScalar(schema.items) ? defaultedItems(value, schema.items) : value;
    case 'map':
      return isRecord(value) && !isScalar(schema.values) ? defaultedFields(value, schema) : value;
    case 'object':
      return isRecord(value) ? defaultedObject(value, schema) : value;
    default:
      return value;
  }
}

function defaultedItems(list: readonly unknown[], schema: Schema): readonly unknown[] {
  const items = list.map((item) => defaulted(item, schema));
  return items.some((item, index) => item !== list[index]) ? items : list;
}

function defaultedObject(value: JsonRecord, schema: ObjectSchema): JsonRecord {
  const whole = schema.defaults === undefined ? value : fillIn(value, schema.defaults);
  const filled = defaultedFields(whole, schema);
  return DEFAULTERS.get(schema.name)?.(filled) ?? filled;
}

function isScalar({ kind }: Schema): boolean {
  return kind === 'scalar' || kind === 'any';
}

function defaultedFields(value: JsonRecord, schema: Schema): JsonRecord {
  return Object.entries(value).reduce((result, [name, field]) => {
    const child = childSchema(schema, name);
    return child === undefined ? result : withField(result, name, defaulted(field, child));
  }, value);
}
