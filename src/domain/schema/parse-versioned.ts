/** Versioned documents in the cluster: those of a newer version are rejected. */
import { MalformedError, type Reader } from './readers.ts';

const API_GROUP = 'registry-switch';

/** `registry-switch/v1` */
export function apiVersionOf(version: number): string {
  return `${API_GROUP}/v${version}`;
}

export interface DocumentShape<Value> {
  readonly version: number;
  readonly kind: string;
  readonly reader: Reader<Value>;
}

/** Throws MalformedError for an invalid document, including one from a newer version. */
export function parseVersioned<Value>(json: string, { version, kind, reader }: DocumentShape<Value>): Value {
  const value = parseJson(json);
  const named: unknown = value?.apiVersion;
  const text = typeof named === 'string' ? named : '';
  const [, number] = /^registry-switch\/v(\d{1,4})$/.exec(text) ?? [];
  if (number === undefined) throw new MalformedError('it has no version');
  if (Number(number) > version) {
    throw new MalformedError('it was written by a newer version of kubectl registry-switch: upgrade');
  }
  if (Number(number) !== version) throw new MalformedError(`its version is not ${apiVersionOf(version)}`);
  if (value?.kind !== kind) throw new MalformedError(`it is not a ${kind}`);
  return reader(value, '');
}

function parseJson(json: string): { readonly apiVersion?: unknown; readonly kind?: unknown } | undefined {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    throw new MalformedError('it is not JSON');
  }
  return typeof value === 'object' && value !== null ? value : undefined;
}
