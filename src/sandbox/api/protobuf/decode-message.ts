/** From Protocol Buffers to the JSON that says the same: the schema knows the types, the table the numbers. */
import { ApiFailure } from '../../objects/api-failure.ts';
import { timestamp } from '../../objects/metadata/timestamp.ts';
import type { Schema, ScalarType } from '../../objects/schema/schema.ts';
import { messageFields } from './message-fields.ts';
import { bytesOf, wireFields, type WireField } from './wire-fields.ts';

type Json = Record<string, unknown>;
type FieldOf = (name: string) => Schema | undefined;

/** The JSON of a message, without its status, which no client creates; throws ApiFailure 415 for what is not known. */
export function decodeMessage(type: string, fieldOf: FieldOf, message: Buffer): Json {
  const into: Json = {};
  const fields = messageFields(type);
  for (const wire of wireFields(message)) {
    const field = fields?.[wire.number - 1];
    if (field === undefined) throw unknown(type);
    if (field.isInline) Object.assign(into, decodeMessage(field.name, fieldOf, bytesOf(wire)));
    else if (field.name !== 'status') {
      const value = decodeField(fieldOf(field.name), wire, into[field.name]);
      if (field.isOptional || !isZero(value)) into[field.name] = value;
    }
  }
  return into;
}

function unknown(type: string): ApiFailure {
  const message = `the sandbox does not read all of a ${type} in protobuf: send it as JSON or YAML, as kubectl apply does`;
  return new ApiFailure(415, 'UnsupportedMediaType', message);
}

/** The value of a field; of lists and maps, with what came before. */
function decodeField(schema: Schema | undefined, wire: WireField, before: unknown): unknown {
  switch (schema?.kind) {
    case 'object':
      return decodeMessage(schema.name, (name) => schema.field(name), bytesOf(wire));
    case 'list':
      return [...((before ?? []) as unknown[]), decodeField(schema.items, wire, undefined)];
    case 'map':
      return { ...((before ?? {}) as Json), ...decodeEntry(schema.values, bytesOf(wire)) };
    case 'scalar':
      return decodeScalar(schema.type, wire);
    default:
      return undefined;
  }
}

function decodeEntry(values: Schema, entry: Buffer): Json {
  const [key, value] = [...wireFields(entry)];
  if (key === undefined) return {};
  return { [bytesOf(key).toString()]: value === undefined ? '' : decodeField(values, value, undefined) };
}

function decodeScalar(type: ScalarType, wire: WireField): unknown {
  const { value } = wire;
  if (typeof value === 'bigint') return type === 'boolean' ? value !== 0n : Number(BigInt.asIntN(64, value));
  switch (type) {
    case 'bytes':
      return value.toString('base64');
    case 'time':
      return timeOf([...wireFields(value)]);
    case 'quantity':
      return textOf([...wireFields(value)], 1);
    case 'int-or-string': {
      const fields = [...wireFields(value)];
      return numberOf(fields, 1) === 1 ? textOf(fields, 3) : numberOf(fields, 2);
    }
    default:
      return value.toString();
  }
}

/** Seconds and nanoseconds; no seconds: no time. */
function timeOf(fields: readonly WireField[]): string | undefined {
  const seconds = numberOf(fields, 1);
  return seconds === 0 ? undefined : timestamp(new Date(seconds * 1000));
}

function textOf(fields: readonly WireField[], number: number): string {
  const field = fields.find((one) => one.number === number);
  return field === undefined ? '' : bytesOf(field).toString();
}

function numberOf(fields: readonly WireField[], number: number): number {
  const value = fields.find((one) => one.number === number)?.value;
  return typeof value === 'bigint' ? Number(BigInt.asIntN(64, value)) : 0;
}

/** What Go writes for a field that nobody has set. */
function isZero(value: unknown): boolean {
  return value === undefined || value === '' || value === 0 || value === false;
}
