/** What refers to an image: signatures, attestations (regclient, scheme/reg/referrer.go). */
import type { Descriptor } from '../../oci/manifest.ts';
import { parseManifest } from '../../oci/manifest.ts';
import { MEDIA_TYPES } from '../../registry/media-types.ts';
import type { FetchedManifest, RepositoryClient } from './repository-client.ts';
import { RegsyncError } from './regsync-error.ts';
import { withTag, type RegsyncReference } from './regsync-reference.ts';

export interface Referrers {
  readonly descriptors: readonly Descriptor[];
  /** The tag that lists them where the registry knows no referrers API. */
  readonly tag?: string;
}

/** Asks the API, and looks for the fallback tag where there is none. */
export async function listReferrers(
  client: RepositoryClient,
  repository: RegsyncReference,
  digest: string,
  signal: AbortSignal,
): Promise<Referrers> {
  try {
    const path = `referrers/${digest}`;
    const { body } = await client.send(repository, { method: 'GET', path, once: true }, signal);
    return { descriptors: parseManifest(body)?.manifests ?? [] };
  } catch (error) {
    if (!(error instanceof RegsyncError) || error.kind === 'canceled') throw error;
  }
  const listed = await listByTag(client, withTag(repository, fallbackTag(digest)), signal);
  return { descriptors: listed, tag: fallbackTag(digest) };
}

/** Adds a manifest to the fallback tag of what it refers to, where the registry did not do it by itself. */
export async function addToFallbackTag(
  client: RepositoryClient,
  repository: RegsyncReference,
  { digest, mediaType, content, manifest }: FetchedManifest,
  signal: AbortSignal,
): Promise<void> {
  if (manifest.subject === undefined) return;
  const tagged = withTag(repository, fallbackTag(manifest.subject.digest));
  const known = await listByTag(client, tagged, signal);
  if (known.some((one) => one.digest === digest)) return;
  const artifactType = manifest.artifactType ?? manifest.config?.mediaType;
  const { annotations } = manifest;
  const entry = { mediaType, digest, size: content.length, artifactType, annotations };
  const index = { schemaVersion: 2, mediaType: MEDIA_TYPES.oci.index, manifests: [...known, entry] };
  await client.putManifest(
    tagged,
    { mediaType: MEDIA_TYPES.oci.index, content: Buffer.from(JSON.stringify(index)) },
    signal,
  );
}

/** Distribution specification, "Referrers Tag Schema". */
function fallbackTag(digest: string): string {
  return digest.replace(':', '-').slice(0, 128);
}

async function listByTag(
  client: RepositoryClient,
  tagged: RegsyncReference,
  signal: AbortSignal,
): Promise<readonly Descriptor[]> {
  try {
    return (await client.manifest(tagged, signal)).manifest.manifests ?? [];
  } catch (error) {
    if (error instanceof RegsyncError && error.status === 404) return [];
    throw error;
  }
}
