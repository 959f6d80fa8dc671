import { RegistryError } from '../../domain/errors.ts';
import type { Digest, ImageReference } from '../../domain/image/reference.ts';
import { asDigest } from './content-digest.ts';
import { headerText } from './manifest.ts';
import type { RegistryReader } from './registry-reader.ts';

/** The digest of an image by one HEAD; by a GET where the registry answers none or names no digest. */
export async function readDigest(
  reader: RegistryReader,
  image: ImageReference,
  signal: AbortSignal | undefined,
): Promise<Digest | undefined> {
  const { status, headers } = await reader.head(image, signal);
  if (status === 404) return undefined;
  const said = status === 200 ? asDigest(headerText(headers['docker-content-digest'])) : undefined;
  if (said === undefined) return (await reader.manifest(image, signal))?.manifest.digest;
  if (image.digest !== undefined && image.digest !== said) {
    const message = `${image.host} answers ${said} when asked for ${image.digest} of ${image.repository}`;
    throw new RegistryError('invalid', image.host, message);
  }
  return said;
}
