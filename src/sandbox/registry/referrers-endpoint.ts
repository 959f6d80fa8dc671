import { jsonAnswer, type Answer } from './answer.ts';
import { parseManifestContent } from './manifest-content.ts';
import { MEDIA_TYPES } from './media-types.ts';
import type { RegistryRequest } from './registry-request.ts';
import type { RegistryStore, StoredManifest } from './registry-store.ts';
import type { ReferrersRoute } from './route.ts';

/** `/v2/<name>/referrers/<digest>[?artifactType=]`: the manifests whose subject it is, as an index. */
export function answerReferrers(
  store: RegistryStore,
  request: RegistryRequest,
  { repository, digest }: ReferrersRoute,
): Answer {
  const wanted = request.url.searchParams.get('artifactType');
  const manifests = store
    .manifests(repository)
    .flatMap((manifest) => describeReferrer(manifest, digest))
    .filter(({ artifactType }) => wanted === null || artifactType === wanted);
  const index = { schemaVersion: 2, mediaType: MEDIA_TYPES.oci.index, manifests };
  const filtered = wanted === null ? {} : { 'oci-filters-applied': 'artifactType' };
  return jsonAnswer(200, index, { 'content-type': MEDIA_TYPES.oci.index, ...filtered });
}

function describeReferrer({ digest, mediaType, content }: StoredManifest, subject: string) {
  const parsed = parseManifestContent(content);
  if (parsed?.subject?.digest !== subject) return [];
  const { annotations } = parsed;
  const artifactType = parsed.artifactType ?? parsed.config?.mediaType;
  return [{ mediaType, digest, size: content.length, artifactType, annotations }];
}
