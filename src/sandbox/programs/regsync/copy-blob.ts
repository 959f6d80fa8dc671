/** Copies a blob: not at all, by mounting it, or through here (regclient: blob.go `BlobCopy`, scheme/reg/blob.go `BlobPut`). */
import type { Descriptor } from '../../oci/manifest.ts';
import type { RepositoryClient } from './repository-client.ts';
import type { RegsyncLog } from './regsync-log.ts';
import { during, RegsyncError } from './regsync-error.ts';
import { commonName, isSameRepository, type RegsyncReference } from './regsync-reference.ts';

export interface BlobCopy {
  readonly client: RepositoryClient;
  readonly log: RegsyncLog;
  readonly source: RegsyncReference;
  readonly target: RegsyncReference;
  readonly blob: Descriptor;
  readonly signal: AbortSignal;
}

/** Bytes of one chunk of an upload in chunks. */
const CHUNK = 1024 * 1024;

const BINARY = { 'content-type': 'application/octet-stream' };

export async function copyBlob(copy: BlobCopy): Promise<void> {
  const { client, source, target, blob, signal, log } = copy;
  if (isSameRepository(source, target)) return;
  if (await client.hasBlob(target, blob.digest, signal)) return;
  if (source.registry === target.registry && (await mount(copy))) return;
  let content: Buffer;
  try {
    content = await client.blob(source, blob, signal);
  } catch (error) {
    tell(log, 'Failed to retrieve blob', { src: commonName(source), digest: blob.digest }, error);
    throw error;
  }
  try {
    await put(copy, content);
  } catch (error) {
    tell(log, 'Failed to push blob', { src: commonName(source), tgt: commonName(target) }, error);
    throw error;
  }
}

/** Warns of an error, but not that regsync was told to end. */
export function tell(
  log: RegsyncLog,
  message: string,
  fields: Readonly<Record<string, string>>,
  error: unknown,
): void {
  if (!(error instanceof RegsyncError) || error.kind === 'canceled') return;
  log('WARN', message, { ...fields, err: error.message });
}

/** Within one registry no data has to travel. */
async function mount(copy: BlobCopy): Promise<boolean> {
  const { client, source, target, blob, log, signal } = copy;
  const path = `blobs/uploads/?mount=${encodeURIComponent(blob.digest)}&from=${encodeURIComponent(source.repository)}`;
  const what = `failed to mount blob, digest ${blob.digest}, ref ${commonName(target)}`;
  try {
    const answer = await during(what, client.send(target, { method: 'POST', path }, signal));
    if (answer.status === 201) return true;
    await cancel(copy, client.location(target, answer, what));
    throw new RegsyncError('blob mount returned a location to upload');
  } catch (error) {
    if (!(error instanceof RegsyncError) || error.kind === 'canceled') throw error;
    tell(log, 'Failed to mount blob', { src: commonName(source), tgt: commonName(target) }, error);
    return false;
  }
}

async function put(copy: BlobCopy, content: Buffer): Promise<void> {
  const { client, target, blob } = copy;
  const upload = await startUpload(copy);
  if (upload === 'there') return;
  const what = `failed to send blob (put), digest ${blob.digest}, ref ${commonName(target)}`;
  const request = { method: 'PUT', path: withDigest(upload, blob.digest), headers: BINARY, body: content };
  try {
    await during(what, client.send(target, request, copy.signal));
  } catch (error) {
    if (!(error instanceof RegsyncError) || error.kind === 'canceled') throw error;
    await putInChunks(copy, upload, content);
  }
}

/** Some registries find a blob of another repository by its digest alone. */
async function startUpload({ client, target, blob, signal }: BlobCopy): Promise<URL | 'there'> {
  const path = 'blobs/uploads/';
  const what = `failed to send blob post, ref ${commonName(target)}`;
  try {
    const mounting = { method: 'POST', path: `${path}?mount=${encodeURIComponent(blob.digest)}`, once: true };
    const answer = await client.send(target, mounting, signal);
    return answer.status === 201 ? 'there' : client.location(target, answer, what);
  } catch (error) {
    if (!(error instanceof RegsyncError) || error.kind === 'canceled') throw error;
    const answer = await during(what, client.send(target, { method: 'POST', path }, signal));
    return client.location(target, answer, what);
  }
}

/** After a failure, for networks that lose long uploads. */
async function putInChunks(copy: BlobCopy, upload: URL, content: Buffer): Promise<void> {
  const { client, target, blob, signal } = copy;
  const ref = commonName(target);
  let url = upload;
  try {
    for (let start = 0; start < content.length; start += CHUNK) {
      const body = content.subarray(start, start + CHUNK);
      const headers = { ...BINARY, 'content-range': `${start}-${start + body.length - 1}` };
      const what = `failed to send blob (chunk), ref ${ref}: http do`;
      const answer = await during(
        what,
        client.send(target, { method: 'PATCH', path: url, headers, body }, signal),
      );
      url = client.location(target, answer, what);
    }
    const what = `failed to send blob (chunk digest), digest ${blob.digest}, ref ${ref}`;
    const end = { method: 'PUT', path: withDigest(url, blob.digest), headers: BINARY };
    await during(what, client.send(target, end, signal));
  } catch (error) {
    await cancel(copy, url);
    throw error;
  }
}

/** Best effort: registries clear away what was begun. */
async function cancel({ client, target, signal }: BlobCopy, upload: URL): Promise<void> {
  await client.send(target, { method: 'DELETE', path: upload, once: true }, signal).catch(() => undefined);
}

function withDigest(url: URL, digest: string): URL {
  const result = new URL(url);
  result.searchParams.set('digest', digest);
  return result;
}
