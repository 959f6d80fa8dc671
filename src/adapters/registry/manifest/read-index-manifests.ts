import type { Digest, ImageReference } from '../../../domain/image/reference.ts';
import { asDigest } from './content-digest.ts';
import { type Fields, fieldsList, textOf } from '../../http/json-fields.ts';
import { SINGLE_MANIFESTS } from './manifest-types.ts';
import { headerText, isIndex } from './manifest.ts';
import { answerToHead } from './read-digest.ts';
import type { ManifestAnswer, RegistryReader } from './registry-reader.ts';

/**
 * What an index lists, of whatever platform. A HEAD tells what is none, and whether reading is counted: Docker Hub names
 * its limit only to those that have one.
 */
export async function readIndexManifests(
  reader: RegistryReader,
  image: ImageReference,
  signal: AbortSignal | undefined,
): Promise<readonly Digest[] | 'counted'> {
  const told = byHead(await answerToHead(reader, image, signal));
  if (told !== undefined) return told;
  const found = await reader.manifest(image, signal);
  return found !== undefined && isIndex(found.manifest) ? listedIn(found.manifest.content) : [];
}

/** `undefined`: only reading it shows. */
function byHead(head: ManifestAnswer | undefined): readonly Digest[] | 'counted' | undefined {
  if (head?.status === 404) return [];
  if (head?.status !== 200) return undefined;
  const type = headerText(head.headers['content-type'])?.split(';')[0]?.trim() ?? '';
  if (SINGLE_MANIFESTS.has(type)) return [];
  return head.headers['ratelimit-limit'] === undefined ? undefined : 'counted';
}

/** The digests of the entries of an index, each once. */
export function listedIn({ manifests }: Fields): Digest[] {
  const digests = fieldsList(manifests).map(({ digest }) => asDigest(textOf(digest)));
  return [...new Set(digests.filter((digest) => digest !== undefined))];
}
