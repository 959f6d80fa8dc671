import { errorAnswer, type Answer } from './answer.ts';
import { digestOf } from './digest-of.ts';
import type { RegistryRequest } from './registry-request.ts';
import type { RegistryStore, Upload } from './registry-store.ts';
import type { UploadRoute, UploadsRoute } from './route.ts';

/** `POST /v2/<name>/blobs/uploads/`: begins an upload, takes a whole blob, or mounts one of another repository. */
export function answerUploads(
  store: RegistryStore,
  request: RegistryRequest,
  { repository }: UploadsRoute,
): Answer {
  if (request.method !== 'POST') return errorAnswer(405, 'UNSUPPORTED');
  const query = request.url.searchParams;
  const [mount, from, digest] = [query.get('mount'), query.get('from'), query.get('digest')];
  if (mount !== null && from !== null && store.mountBlob(repository, mount, from)) {
    return created(repository, mount);
  }
  return digest === null
    ? accepted(store.startUpload(repository))
    : finish(store, repository, { content: request.body, digest });
}

/** `PUT /v2/<name>/blobs/uploads/<id>` ends an upload with all of the blob: nobody here sends chunks. */
export function answerUpload(
  store: RegistryStore,
  request: RegistryRequest,
  { repository, id }: UploadRoute,
): Answer {
  if (!store.endUpload({ repository, id })) return errorAnswer(404, 'BLOB_UPLOAD_UNKNOWN');
  if (request.method !== 'PUT') return errorAnswer(405, 'UNSUPPORTED');
  const digest = request.url.searchParams.get('digest') ?? '';
  return finish(store, repository, { content: request.body, digest });
}

function finish(
  store: RegistryStore,
  repository: string,
  { content, digest }: { readonly content: Buffer; readonly digest: string },
): Answer {
  if (digestOf(content) !== digest) return errorAnswer(400, 'DIGEST_INVALID');
  store.putBlob(repository, content);
  return created(repository, digest);
}

function accepted({ repository, id }: Upload): Answer {
  const location = `/v2/${repository}/blobs/uploads/${id}`;
  return { status: 202, headers: { location, range: '0-0', 'docker-upload-uuid': id } };
}

function created(repository: string, digest: string): Answer {
  const location = `/v2/${repository}/blobs/${digest}`;
  return { status: 201, headers: { location, 'docker-content-digest': digest } };
}
