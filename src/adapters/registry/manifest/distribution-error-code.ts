import { fieldsList, fieldsOf, parsedOrUndefined, textOf } from '../../http/json-fields.ts';

/** The first code of an error body (distribution specification, "Error codes"), e.g. `NAME_INVALID`; its texts are the registry's own. */
export function distributionErrorCode(body: Buffer): string | undefined {
  const [error] = fieldsList(fieldsOf(parsedOrUndefined(body)).errors);
  const code = textOf(error?.code);
  return /^[A-Z][A-Z_]{1,40}$/.test(code) ? code : undefined;
}
