/** Rules for Secrets and ConfigMaps (k8s.io/kubernetes/pkg/apis/core/validation). */
import type { V1ConfigMap, V1Secret } from '@kubernetes/client-node';
import { isDeepStrictEqual } from 'node:util';
import { jsonFault } from '../json/json-fault.ts';
import { isRecord } from '../json/json-record.ts';
import type { Plain, Stored } from '../stored.ts';
import {
  forbiddenField,
  immutable,
  invalidValue,
  required,
  tooLong,
  type FieldError,
} from './field-error.ts';
import { dataKey } from './names.ts';

type Data = Readonly<Record<string, string>>;

const LARGEST = 1024 * 1024;

/** Keys that Secrets of a type must have. */
const KEYS: Readonly<Record<string, readonly string[]>> = {
  'kubernetes.io/dockercfg': ['.dockercfg'],
  'kubernetes.io/dockerconfigjson': ['.dockerconfigjson'],
  'kubernetes.io/ssh-auth': ['ssh-privatekey'],
  'kubernetes.io/tls': ['tls.crt', 'tls.key'],
};

const JSON_KEYS: ReadonlySet<string> = new Set(['.dockercfg', '.dockerconfigjson']);

export function secretErrors(object: Stored, previous?: Stored): FieldError[] {
  const secret = object as Stored<Plain<V1Secret>>;
  const { data = {}, type = '' } = secret;
  return [
    ...(previous === undefined ? [] : secretChangeErrors(secret, previous)),
    ...keyErrors('data', data),
    ...(decodedSize(data) > LARGEST ? [tooLong('data', LARGEST)] : []),
    ...(KEYS[type] ?? []).flatMap((key) => contentErrors(data, key)),
  ];
}

function contentErrors(data: Data, key: string): FieldError[] {
  const field = `data[${key}]`;
  const text = data[key];
  if (text === undefined) return [required(field)];
  const problem = JSON_KEYS.has(key) ? jsonProblem(Buffer.from(text, 'base64').toString('utf8')) : undefined;
  return problem === undefined ? [] : [invalidValue(field, '<secret contents redacted>', problem)];
}

function jsonProblem(text: string): string | undefined {
  const fault = jsonFault(text);
  if (fault !== undefined) return fault;
  const value: unknown = JSON.parse(text);
  if (isRecord(value) || value === null) return undefined;
  const found = Array.isArray(value) ? 'array' : typeof value;
  return `json: cannot unmarshal ${found} into Go value of type map[string]interface {}`;
}

function secretChangeErrors(secret: Stored<Plain<V1Secret>>, before: Stored): FieldError[] {
  const previous = before as Stored<Plain<V1Secret>>;
  const ofType = secret.type === previous.type ? [] : [immutable('type', secret.type)];
  return [...ofType, ...immutableErrors(secret, previous, ['data'])];
}

export function configMapErrors(object: Stored, previous?: Stored): FieldError[] {
  const map = object as Stored<Plain<V1ConfigMap>>;
  const { data = {}, binaryData = {} } = map;
  const twice = Object.keys(data).filter((key) => Object.hasOwn(binaryData, key));
  return [
    ...(previous === undefined ? [] : immutableErrors(map, previous, ['data', 'binaryData'])),
    ...keyErrors('data', data),
    ...twice.map((key) => invalidValue(`data[${key}]`, key, 'duplicate of key present in binaryData')),
    ...keyErrors('binaryData', binaryData),
    ...(textSize(data) + decodedSize(binaryData) > LARGEST ? [tooLong('', LARGEST)] : []),
  ];
}

const IMMUTABLE = 'field is immutable when `immutable` is set';

function immutableErrors(object: object, before: object, fields: readonly string[]): FieldError[] {
  const next = object as Readonly<Record<string, unknown>>;
  const previous = before as Readonly<Record<string, unknown>>;
  if (previous.immutable !== true) return [];
  const changed = fields.filter((field) => !isDeepStrictEqual(next[field], previous[field]));
  const all = next.immutable === true ? changed : ['immutable', ...changed];
  return all.map((field) => forbiddenField(field, IMMUTABLE));
}

function keyErrors(field: string, data: Data): FieldError[] {
  return Object.keys(data).flatMap((key) =>
    dataKey(key).map((problem) => invalidValue(`${field}[${key}]`, key, problem)),
  );
}

function textSize(data: Data): number {
  return Object.values(data).reduce((sum, text) => sum + Buffer.byteLength(text), 0);
}

function decodedSize(data: Data): number {
  return Object.values(data).reduce((sum, text) => sum + Buffer.byteLength(text, 'base64'), 0);
}
