import { RegistryError } from '../../../domain/errors.ts';
import type { Digest, ImageReference } from '../../../domain/image/reference.ts';
import type { HttpAnswer } from '../transport/http-exchange.ts';
import { type Fields, fieldsList, fieldsOf, parsedOrUndefined, textOf } from '../../http/json-fields.ts';
import { asDigest, contentDigest } from './content-digest.ts';
import { DOCKER_LIST, DOCKER_SCHEMA_1, OCI_INDEX } from './manifest-types.ts';

/** A manifest whose digest was computed from its bytes. */
export interface Manifest {
  readonly digest: Digest;
  readonly mediaType: string;
  readonly content: Fields;
}

/**
 * Reads the answer to a GET of a manifest; throws RegistryError `invalid` when the bytes are not what was announced.
 */
export function readManifest(image: ImageReference, { headers, body }: HttpAnswer): Manifest {
  const { host, repository } = image;
  const content = fieldsOf(parsedOrUndefined(body));
  // What every manifest says of itself: any other JSON is some other answer.
  if (![1, 2].includes(Number(content.schemaVersion))) {
    throw new RegistryError(
      'invalid',
      host,
      `${host} returned something other than a manifest for ${repository}`,
    );
  }
  const mediaType = mediaTypeOf(content, headers['content-type']);
  const said = asDigest(headerText(headers['docker-content-digest']));
  const payload = mediaType === DOCKER_SCHEMA_1 ? schema1Payload(body) : body;
  for (const expected of [image.digest, said]) {
    if (expected !== undefined && contentDigest(payload, expected) !== expected) {
      const message = `${host} returned another manifest for ${repository} than the requested ${expected}`;
      throw new RegistryError('invalid', host, message, {
        nextStep: 'A proxy, a cache or the registry itself changes the content.',
      });
    }
  }
  return { digest: image.digest ?? said ?? contentDigest(payload, undefined), mediaType, content };
}

/** One value of a header that should come once. */
export function headerText(header: string | readonly string[] | undefined): string | undefined {
  return typeof header === 'string' ? header : header?.[0];
}

/** The manifest's own word counts before the header's, which some servers set to a plain JSON type. */
function mediaTypeOf(content: Fields, header: string | undefined): string {
  const own = textOf(content.mediaType);
  if (own !== '') return own;
  const announced = header?.split(';')[0]?.trim() ?? '';
  if (announced.startsWith('application/vnd.')) return announced;
  return Array.isArray(content.manifests) ? OCI_INDEX : announced;
}

/** Whether a manifest is a list of others. */
export function isIndex({ mediaType }: Manifest): boolean {
  return mediaType === OCI_INDEX || mediaType === DOCKER_LIST;
}

/**
 * The signed part of a Docker schema 1 manifest: its digest is of the text without the signatures. Docker's "Image
 * Manifest Version 2, Schema 1": the protected header says how long the text is and how it ended before they were added.
 */
function schema1Payload(content: Buffer): Buffer {
  const [signature] = fieldsList(fieldsOf(parsedOrUndefined(content)).signatures);
  const header = Buffer.from(textOf(signature?.protected), 'base64url');
  const { formatLength: length, formatTail } = fieldsOf(parsedOrUndefined(header));
  const tail = textOf(formatTail);
  if (typeof length !== 'number' || tail === '') return content;
  return Buffer.concat([content.subarray(0, length), Buffer.from(tail, 'base64url')]);
}
