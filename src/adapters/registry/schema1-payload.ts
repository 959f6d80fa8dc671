import { asObjects, asText, parseJsonObject } from './json-object.ts';

/**
 * The signed part of a Docker schema 1 manifest: its digest is of the text without the signatures. Docker's "Image
 * Manifest Version 2, Schema 1": the protected header says how long the text is and how it ended before they were added.
 */
export function schema1Payload(content: Buffer): Buffer {
  const [signature] = asObjects(parseJsonObject(content)?.signatures);
  const header = asText(signature?.protected);
  const fields = header === undefined ? undefined : parseJsonObject(Buffer.from(header, 'base64url'));
  const length = fields?.formatLength;
  const tail = asText(fields?.formatTail);
  if (typeof length !== 'number' || tail === undefined) return content;
  return Buffer.concat([content.subarray(0, length), Buffer.from(tail, 'base64url')]);
}
