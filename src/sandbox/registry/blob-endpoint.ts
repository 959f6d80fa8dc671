import { errorAnswer, type Answer } from './answer.ts';
import type { RegistryRequest } from './registry-request.ts';
import type { RegistryStore } from './registry-store.ts';
import type { BlobRoute } from './route.ts';

/** `/v2/<name>/blobs/<digest>`: GET (with ranges), HEAD, DELETE. Distribution specification, "Pulling blobs". */
export function answerBlob(
  store: RegistryStore,
  request: RegistryRequest,
  { repository, digest }: BlobRoute,
): Answer {
  if (request.method === 'DELETE') {
    return store.deleteBlob(repository, digest) ? { status: 202 } : errorAnswer(404, 'BLOB_UNKNOWN');
  }
  const blob = store.blob(repository, digest);
  if (blob === undefined) return errorAnswer(404, 'BLOB_UNKNOWN');
  const headers = {
    'content-type': 'application/octet-stream',
    'docker-content-digest': digest,
    'accept-ranges': 'bytes',
  };
  const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '');
  if (range === null) return { status: 200, headers, body: blob };
  const start = Number(range[1]);
  if (start >= blob.length) return errorAnswer(416, 'RANGE_INVALID');
  const end = range[2] === '' ? blob.length - 1 : Math.min(Number(range[2]), blob.length - 1);
  const part = { 'content-range': `bytes ${start}-${end}/${blob.length}` };
  return { status: 206, headers: { ...headers, ...part }, body: blob.subarray(start, end + 1) };
}
