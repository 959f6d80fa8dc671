/** What the API server knows of a value: its fields, its type, and how lists are merged. */
import type { JsonRecord } from '../json/json-record.ts';

export type Schema = ObjectSchema | MapSchema | ListSchema | ScalarSchema | AnySchema;

export interface ObjectSchema {
  readonly kind: 'object';
  /** As messages name the Go type, such as `PodSpec`; empty for custom resources. */
  readonly name: string;
  /** Schema of a field; `undefined` when there is no such field. */
  field(name: string): Schema | undefined;
  readonly fieldNames: readonly string[];
  /** Values of fields of custom resources that are left out. */
  readonly defaults?: JsonRecord;
  /** Keeps fields that it does not know. */
  readonly open?: boolean;
  /** Server-side apply takes it as one value. */
  readonly atomic?: boolean;
}

/** Any keys, values of one kind. */
export interface MapSchema {
  readonly kind: 'map';
  readonly values: Schema;
  readonly atomic?: boolean;
}

export interface ListSchema {
  readonly kind: 'list';
  readonly items: Schema;
  /** How server-side apply merges (`x-kubernetes-list-type`): by these keys, as a set, or (absent) as one value. */
  readonly merge?: { readonly keys: readonly string[] } | 'set';
  /** How a strategic merge patch merges: by this key, or by value; absent: replaced. */
  readonly patch?: { readonly key?: string; readonly retainKeys?: boolean };
}

export interface ScalarSchema {
  readonly kind: 'scalar';
  readonly type: ScalarType;
}

export type ScalarType =
  | 'string'
  | 'int32'
  | 'int64'
  | 'number'
  | 'boolean'
  /** Base64 text. */
  | 'bytes'
  /** RFC 3339 text. */
  | 'time'
  | 'int-or-string'
  /** Text or number, such as `100m`. */
  | 'quantity';

export interface AnySchema {
  readonly kind: 'any';
}

export const ANY: AnySchema = { kind: 'any' };
