import { ExpectedError } from '../errors.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

/** Parses a JSON object that may contain secrets: the parser's message would quote them and is dropped. */
export function readJsonObject(text: string, origin: string): JsonObject {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw malformed(`${origin} is not valid JSON`);
  }
  if (isJsonObject(value)) return value;
  throw malformed(`${origin} is not a JSON object`);
}

/** The object under a key; empty where there is none. */
export function recordAt(object: JsonObject, key: string, origin: string): JsonObject {
  const value = Object.hasOwn(object, key) ? (object[key] ?? {}) : {};
  if (isJsonObject(value)) return value;
  throw malformed(`${origin}: ${JSON.stringify(key)} is not a JSON object`);
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function malformed(message: string): ExpectedError {
  return new ExpectedError(message, {
    nextStep: 'Recreate it with docker login or kubectl create secret docker-registry.',
  });
}
