import { asObjects, asText, parseJsonObject } from './json-object.ts';

/** The first code of an error body (distribution specification, "Error codes"), e.g. `NAME_INVALID`; its texts are the registry's own. */
export function distributionErrorCode(body: Buffer): string | undefined {
  const [error] = asObjects(parseJsonObject(body)?.errors);
  const code = asText(error?.code);
  return code !== undefined && /^[A-Z][A-Z_]{1,40}$/.test(code) ? code : undefined;
}
