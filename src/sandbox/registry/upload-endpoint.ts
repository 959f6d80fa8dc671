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
  const upload = store.startUpload(repository);
  return digest === null
    ? accepted(upload)
    : finish(store, store.appendToUpload(upload, request.body), digest);
}

/** `/v2/<name>/blobs/uploads/<id>`: PATCH adds a chunk, PUT ends it, GET tells how far it is, DELETE gives up. */
export function answerUpload(
  store: RegistryStore,
  request: RegistryRequest,
  { repository, id }: UploadRoute,
): Answer {
  const upload = store.upload(repository, id);
  if (upload === undefined) return errorAnswer(404, 'BLOB_UPLOAD_UNKNOWN');
  if (request.method === 'GET') return { ...accepted(upload), status: 204 };
  if (request.method === 'DELETE') {
    store.endUpload(upload);
    return { status: 204 };
  }
  if (request.method !== 'PATCH' && request.method !== 'PUT') return errorAnswer(405, 'UNSUPPORTED');
  if (!continues(upload, request.headers['content-range'])) return outOfOrder(upload);
  const grown = store.appendToUpload(upload, request.body);
  if (request.method === 'PATCH') return accepted(grown);
  return finish(store, grown, request.url.searchParams.get('digest') ?? '');
}

function finish(store: RegistryStore, upload: Upload, digest: string): Answer {
  const content = Buffer.concat(upload.chunks);
  store.endUpload(upload);
  if (digestOf(content) !== digest) return errorAnswer(400, 'DIGEST_INVALID');
  store.putBlob(upload.repository, content);
  return created(upload.repository, digest);
}

/** A chunk must begin where the last one ended. */
function continues(upload: Upload, contentRange: string | undefined): boolean {
  if (contentRange === undefined) return true;
  return Number(/^(?:bytes )?(\d+)-/.exec(contentRange)?.[1] ?? Number.NaN) === upload.size;
}

function outOfOrder(upload: Upload): Answer {
  const { headers } = accepted(upload);
  return errorAnswer(416, 'BLOB_UPLOAD_INVALID', headers);
}

function accepted({ repository, id, size }: Upload): Answer {
  const location = `/v2/${repository}/blobs/uploads/${id}`;
  const range = `0-${Math.max(0, size - 1)}`;
  return { status: 202, headers: { location, range, 'docker-upload-uuid': id } };
}

function created(repository: string, digest: string): Answer {
  const location = `/v2/${repository}/blobs/${digest}`;
  return { status: 201, headers: { location, 'docker-content-digest': digest } };
}
