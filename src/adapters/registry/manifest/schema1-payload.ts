import { fieldsList, fieldsOf, parsedOrUndefined, textOf } from '../../http/json-fields.ts';

/**
 * The signed part of a Docker schema 1 manifest: its digest is of the text without the signatures. Docker's "Image
 * Manifest Version 2, Schema 1": the protected header says how long the text is and how it ended before they were added.
 */
export function schema1Payload(content: Buffer): Buffer {
  const [signature] = fieldsList(fieldsOf(parsedOrUndefined(content)).signatures);
  const header = Buffer.from(textOf(signature?.protected), 'base64url');
  const { formatLength: length, formatTail } = fieldsOf(parsedOrUndefined(header));
  const tail = textOf(formatTail);
  if (typeof length !== 'number' || tail === '') return content;
  return Buffer.concat([content.subarray(0, length), Buffer.from(tail, 'base64url')]);
}
