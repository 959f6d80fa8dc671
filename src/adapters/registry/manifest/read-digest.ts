import { RegistryError, type RegistryFailure } from '../../../domain/errors.ts';
import type { Digest, ImageReference } from '../../../domain/image/reference.ts';
import { asDigest } from './content-digest.ts';
import { headerText } from './manifest.ts';
import type { ManifestAnswer, RegistryReader } from './registry-reader.ts';

/**
 * The digest of an image by one HEAD; by a GET where that tells none. Only 404 is believed without a body: registries
 * answer a HEAD with 400, 405 and others, and object stores refuse one that was signed as a GET.
 */
export async function readDigest(
  reader: RegistryReader,
  image: ImageReference,
  signal: AbortSignal | undefined,
): Promise<Digest | undefined> {
  const head = await answerToHead(reader, image, signal);
  if (head?.status === 404) return undefined;
  const isManifest = head?.status === 200 && !isHtml(headerText(head.headers['content-type']));
  const said = isManifest ? asDigest(headerText(head.headers['docker-content-digest'])) : undefined;
  if (said === undefined) return (await reader.manifest(image, signal))?.manifest.digest;
  if (image.digest !== undefined && image.digest !== said) {
    const message = `${image.host} answers ${said} to a request for ${image.digest} of ${image.repository}`;
    throw new RegistryError('invalid', image.host, message);
  }
  return said;
}

const WORTH_A_GET: ReadonlySet<RegistryFailure> = new Set(['invalid', 'hidden']);

/** `undefined`: not a valid response. */
export async function answerToHead(
  reader: RegistryReader,
  image: ImageReference,
  signal: AbortSignal | undefined,
): Promise<ManifestAnswer | undefined> {
  try {
    return await reader.head(image, signal);
  } catch (error) {
    if (error instanceof RegistryError && WORTH_A_GET.has(error.failure)) return undefined;
    throw error;
  }
}

/** As pages of proxies and portals are. */
function isHtml(contentType: string | undefined): boolean {
  return /^text\/html\b/i.test(contentType ?? '');
}
