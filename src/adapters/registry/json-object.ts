import { isJsonObject, type JsonObject } from '../../domain/credentials/json-object.ts';

export type { JsonObject };

/** Reads a JSON object; `undefined` for anything else. The parser's error is dropped: it quotes the text. */
export function parseJsonObject(text: Buffer): JsonObject | undefined {
  try {
    return asObject(JSON.parse(text.toString('utf8')));
  } catch {
    return undefined;
  }
}

/** The value, when it is an object. */
export function asObject(value: unknown): JsonObject | undefined {
  return isJsonObject(value) ? value : undefined;
}

/** The value, when it is a text that is not empty. */
export function asText(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The objects of a list; empty for anything else. */
export function asObjects(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}
