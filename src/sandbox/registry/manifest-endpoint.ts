import { errorAnswer, type Answer } from './answer.ts';
import { digestOf } from './digest-of.ts';
import { parseManifestContent, type ManifestContent } from './manifest-content.ts';
import type { RegistryRequest } from './registry-request.ts';
import type { RegistryStore } from './registry-store.ts';
import type { ManifestRoute } from './route.ts';

/** `/v2/<name>/manifests/<tag or digest>`: GET, HEAD, PUT, DELETE. */
export function answerManifest(store: RegistryStore, request: RegistryRequest, route: ManifestRoute): Answer {
  const { repository, reference } = route;
  if (request.method === 'PUT') return putManifest(store, request, route);
  if (request.method === 'DELETE') {
    return store.deleteManifest(repository, reference)
      ? { status: 202 }
      : errorAnswer(404, 'MANIFEST_UNKNOWN');
  }
  const manifest = store.manifest(repository, reference);
  if (manifest === undefined) {
    return errorAnswer(404, store.tags(repository) === undefined ? 'NAME_UNKNOWN' : 'MANIFEST_UNKNOWN');
  }
  if (!accepts(request.headers.accept, manifest.mediaType)) return errorAnswer(404, 'MANIFEST_UNKNOWN');
  const headers = { 'content-type': manifest.mediaType, 'docker-content-digest': manifest.digest };
  return { status: 200, headers, body: manifest.content };
}

/** As the distribution project does: what the client does not accept is not there for it. */
function accepts(accept: string | undefined, mediaType: string): boolean {
  const types = (accept ?? '*/*').split(',').map((type) => type.split(';')[0]?.trim());
  return types.includes('*/*') || types.includes(mediaType);
}

function putManifest(store: RegistryStore, request: RegistryRequest, route: ManifestRoute): Answer {
  const { repository, reference } = route;
  const content = parseManifestContent(request.body);
  const mediaType = request.headers['content-type'] ?? content?.mediaType;
  if (content === undefined || mediaType === undefined) return errorAnswer(400, 'MANIFEST_INVALID');
  const byDigest = reference.includes(':');
  if (byDigest && digestOf(request.body) !== reference) return errorAnswer(400, 'DIGEST_INVALID');
  if (!isComplete(store, repository, content)) return errorAnswer(404, 'MANIFEST_BLOB_UNKNOWN');
  const manifest = { mediaType, content: request.body };
  const { digest } = store.putManifest(repository, manifest, byDigest ? undefined : reference);
  const location = `/v2/${repository}/manifests/${digest}`;
  return { status: 201, headers: { location, 'docker-content-digest': digest, ...subjectHeader(content) } };
}

/** Tells the client that the registry knows of referrers: "Pushing Manifests with Subject". */
function subjectHeader({ subject }: ManifestContent): Readonly<Record<string, string>> {
  return subject === undefined ? {} : { 'oci-subject': subject.digest };
}

/** Everything that a manifest names must be there before it. */
function isComplete(store: RegistryStore, repository: string, content: ManifestContent): boolean {
  const blobs = [...(content.config === undefined ? [] : [content.config]), ...(content.layers ?? [])];
  return (
    blobs.every(({ digest }) => store.blob(repository, digest) !== undefined) &&
    (content.manifests ?? []).every(({ digest }) => store.manifest(repository, digest) !== undefined)
  );
}
