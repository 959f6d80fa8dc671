import type { Digest, ImageReference } from '../../../domain/image/reference.ts';
import type { PlatformManifest, RemoteImage } from '../../../domain/ports/registry.ts';
import { type Fields, fieldsList, fieldsOf, parsedOrUndefined, textOf } from '../../http/json-fields.ts';
import { formatPlatform, type Platform } from '../../../domain/image/platform.ts';
import { asDigest } from './content-digest.ts';
import { DOCKER_SCHEMA_1, IMAGE_CONFIGS } from './manifest-types.ts';
import { isIndex } from './manifest.ts';
import type { FoundManifest, RegistryReader } from './registry-reader.ts';

/** Reads an image's manifest, and what more is needed to know its platforms; `undefined` when there is none. */
export async function inspectImage(
  reader: RegistryReader,
  image: ImageReference,
  signal: AbortSignal | undefined,
): Promise<RemoteImage | undefined> {
  const found = await reader.manifest(image, signal);
  if (found === undefined) return undefined;
  const { digest, mediaType } = found.manifest;
  const parts = await partsOf(reader, image, found, signal);
  const manifests = parts.flatMap((part) => (typeof part === 'object' ? part : []));
  const unplaced = parts.flatMap((part) => (typeof part === 'string' ? part : []));
  return {
    digest,
    mediaType,
    platforms: uniquePlatforms(manifests.map(({ platform }) => platform)),
    manifests,
    complete: parts.length > 0 && manifests.length === parts.length,
    unplaced,
  };
}

/** The manifest of a platform; a digest or `undefined`: one with an unknown platform. */
type Part = PlatformManifest | Digest | undefined;

async function partsOf(
  reader: RegistryReader,
  image: ImageReference,
  { manifest, login }: FoundManifest,
  signal: AbortSignal | undefined,
): Promise<readonly Part[]> {
  const { content, mediaType, digest: own } = manifest;
  if (isIndex(manifest)) {
    const entries = fieldsList(content.manifests);
    const each = entries.map(async (entry) => entryParts(reader, image, entry, signal));
    return (await Promise.all(each)).flat();
  }
  if (mediaType === DOCKER_SCHEMA_1) {
    const platform = readPlatform({ os: 'linux', ...content });
    return platform === undefined ? [undefined] : [{ platform, digest: own }];
  }
  const config = fieldsOf(content.config);
  const digest = asDigest(textOf(config.digest));
  if (digest === undefined || !IMAGE_CONFIGS.has(textOf(config.mediaType))) return [undefined];
  const platform = readPlatform(fieldsOf(parsedOrUndefined(await reader.blob(image, digest, login, signal))));
  return platform === undefined ? [undefined] : [{ platform, digest: own, config: digest }];
}

/** An entry without a platform is an image whose configuration names it; attestations are none. */
async function entryParts(
  reader: RegistryReader,
  image: ImageReference,
  entry: Fields,
  signal: AbortSignal | undefined,
): Promise<readonly Part[]> {
  const digest = asDigest(textOf(entry.digest));
  const platform = fieldsOf(entry.platform);
  if (platform.os === 'unknown' && platform.architecture === 'unknown') return [];
  if (digest === undefined) return [undefined];
  const named = readPlatform(platform);
  if (named !== undefined) return [{ platform: named, digest }];
  if (entry.platform !== undefined) return [digest];
  const child = { ...image, digest };
  const found = await reader.manifest(child, signal);
  if (found === undefined || isIndex(found.manifest)) return [digest];
  return (await partsOf(reader, child, found, signal)).map((part) => part ?? digest);
}

/** Reads a platform (OCI image index, or image configuration); `undefined` for attestations (`unknown/unknown`). */
function readPlatform(value: Fields): Platform | undefined {
  const os = textOf(value.os);
  const architecture = textOf(value.architecture);
  const variant = textOf(value.variant);
  if (os === '' || architecture === '' || os === 'unknown') return undefined;
  return variant === '' ? { os, architecture } : { os, architecture, variant };
}

/** Each platform once, in the order of the first appearance. */
function uniquePlatforms(platforms: readonly Platform[]): readonly Platform[] {
  return [...new Map(platforms.map((platform) => [formatPlatform(platform), platform])).values()];
}
