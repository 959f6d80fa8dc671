import type { Digest, ImageReference } from '../../domain/image/reference.ts';
import type { Platform } from '../../domain/image/platform.ts';
import type { PlatformManifest, RemoteImage } from '../../domain/ports/registry.ts';
import { asDigest } from './content-digest.ts';
import { asObject, asObjects, asText, parseJsonObject, type JsonObject } from './json-object.ts';
import { DOCKER_SCHEMA_1, IMAGE_CONFIGS } from './manifest-types.ts';
import { isIndex } from './manifest.ts';
import { readPlatform, uniquePlatforms } from './platforms.ts';
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
  const manifests = parts.flatMap((part) => part ?? []);
  return {
    digest,
    mediaType,
    platforms: uniquePlatforms(manifests.map(({ platform }) => platform)),
    manifests,
    complete: parts.length > 0 && !parts.includes(undefined),
  };
}

/** What serves a platform; `undefined`: something of which nobody can say what it serves. */
type Part = PlatformManifest | undefined;

async function partsOf(
  reader: RegistryReader,
  image: ImageReference,
  { manifest, login }: FoundManifest,
  signal: AbortSignal | undefined,
): Promise<readonly Part[]> {
  const { content, mediaType, digest: own } = manifest;
  if (isIndex(manifest)) {
    const entries = asObjects(content.manifests);
    const each = entries.map(async (entry) => entryParts(reader, image, entry, signal));
    return (await Promise.all(each)).flat();
  }
  if (mediaType === DOCKER_SCHEMA_1) return serving(own, readPlatform({ os: 'linux', ...content }));
  const config = asObject(content.config);
  const digest = asDigest(asText(config?.digest));
  if (digest === undefined || !IMAGE_CONFIGS.has(asText(config?.mediaType) ?? '')) return [undefined];
  const platform = readPlatform(parseJsonObject(await reader.blob(image, digest, login, signal)));
  return serving(own, platform).map((served) => served && { ...served, config: digest });
}

/** An entry without a platform is an image whose configuration names it; attestations are none. */
async function entryParts(
  reader: RegistryReader,
  image: ImageReference,
  entry: JsonObject,
  signal: AbortSignal | undefined,
): Promise<readonly Part[]> {
  const digest = asDigest(asText(entry.digest));
  const platform = asObject(entry.platform);
  if (platform?.os === 'unknown') return [];
  if (digest === undefined) return [undefined];
  if (entry.platform !== undefined) return serving(digest, readPlatform(platform));
  const child = { ...image, digest };
  const found = await reader.manifest(child, signal);
  const isReadable = found !== undefined && !isIndex(found.manifest);
  return isReadable ? partsOf(reader, child, found, signal) : [undefined];
}

function serving(digest: Digest, platform: Platform | undefined): readonly Part[] {
  return [platform && { platform, digest }];
}
