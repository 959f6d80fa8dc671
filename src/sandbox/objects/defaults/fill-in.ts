import { isRecord, type JsonRecord } from '../json/json-record.ts';

/** The object with what it leaves out; the same object when that is nothing. */
export function fillIn(object: JsonRecord, defaults: JsonRecord): JsonRecord {
  const missing = Object.entries(defaults).filter(([name]) => object[name] === undefined);
  return missing.length === 0 ? object : { ...object, ...Object.fromEntries(missing) };
}

/** The object with another value of a field; the same object when nothing changes. */
export function withField(object: JsonRecord, name: string, value: unknown): JsonRecord {
  if (object[name] === value) return object;
  if (value !== undefined) return { ...object, [name]: value };
  return Object.fromEntries(Object.entries(object).filter(([key]) => key !== name));
}

/** The object with a field that is an object changed, where it is there. */
export function changeField(
  object: JsonRecord,
  name: string,
  change: (field: JsonRecord) => JsonRecord,
): JsonRecord {
  const field = object[name];
  return isRecord(field) ? withField(object, name, change(field)) : object;
}
