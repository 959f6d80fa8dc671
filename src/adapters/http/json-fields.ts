import { isJsonObject, type JsonObject } from '../../domain/credentials/json-object.ts';

/** Reads untrusted JSON: values of the wrong type count as absent. */
export type Fields = JsonObject;

/** The value as an object; anything else has no fields. */
export function fieldsOf(value: unknown): Fields {
  return isJsonObject(value) ? value : {};
}

/** The objects of a list. */
export function fieldsList(value: unknown): readonly Fields[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

/** A text; `''` for anything else. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** The texts of a list. */
export function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

/** Parsed JSON, `undefined` when it is none. The parser's error is dropped: it quotes the text. */
export function parsedOrUndefined(json: string | Buffer): unknown {
  try {
    return JSON.parse(json.toString('utf8'));
  } catch {
    return undefined;
  }
}
