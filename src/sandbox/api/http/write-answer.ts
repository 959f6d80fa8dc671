import type { ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { ApiAnswer } from './api-answer.ts';
import type { ApiFault } from './api-fault.ts';

const gzipped = promisify(gzip);
/** From so many bytes on the API server compresses (apiserver, endpoints/handlers/responsewriters). */
const WORTH_COMPRESSING = 128 * 1024;

/** Writes an answer to the connection, with its fault. */
export async function writeAnswer(
  response: ServerResponse,
  answer: ApiAnswer,
  fault: ApiFault | undefined,
): Promise<void> {
  if (fault?.cutAfter === 0) {
    response.destroy();
    return;
  }
  const headers = { 'cache-control': 'no-cache, private', ...answer.headers, ...fault?.headers };
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  response.statusCode = answer.status;
  const connection = new Connection(response, fault?.cutAfter);
  if (typeof answer.body !== 'string') await writePieces(connection, answer.body);
  else connection.end(await encoded(response, answer.body));
}

async function writePieces(
  connection: Connection,
  pieces: Exclude<ApiAnswer['body'], string>,
): Promise<void> {
  // Before the first piece, which may be long in coming: a client waits for the headers of a watch.
  connection.begin();
  for await (const piece of pieces) {
    if (!(await connection.write(Buffer.from(piece)))) return;
  }
  connection.end();
}

async function encoded(response: ServerResponse, body: string): Promise<Buffer> {
  const bytes = Buffer.from(body);
  const wanted = /\bgzip\b/.test(response.req.headers['accept-encoding'] ?? '');
  const zipped = wanted && bytes.length >= WORTH_COMPRESSING ? await gzipped(bytes, { level: 1 }) : undefined;
  if (zipped !== undefined) response.setHeader('content-encoding', 'gzip');
  if (wanted) response.setHeader('vary', 'Accept-Encoding');
  response.setHeader('content-length', zipped?.length ?? bytes.length);
  return zipped ?? bytes;
}

/** A response that may be cut after some bytes of its body. */
class Connection {
  readonly #response: ServerResponse;
  #left: number;

  constructor(response: ServerResponse, cutAfter = Infinity) {
    this.#response = response;
    this.#left = cutAfter;
  }

  begin(): void {
    this.#response.flushHeaders();
  }

  /** Resolves when there is room for more; `false`: nobody reads any more. */
  async write(bytes: Buffer): Promise<boolean> {
    const said = bytes.subarray(0, this.#left);
    this.#left -= said.length;
    if (this.#left === 0) {
      this.#response.write(said, () => this.#response.destroy());
      return false;
    }
    if (this.#response.destroyed) return false;
    if (!this.#response.write(said)) await drained(this.#response);
    return !this.#response.destroyed;
  }

  end(bytes: Buffer = Buffer.alloc(0)): void {
    if (bytes.length < this.#left) this.#response.end(bytes);
    else this.#response.write(bytes.subarray(0, this.#left), () => this.#response.destroy());
  }
}

async function drained(response: ServerResponse): Promise<void> {
  await new Promise<void>((resolve) => {
    const done = (): void => {
      response.off('drain', done);
      response.off('close', done);
      resolve();
    };
    response.on('drain', done);
    response.on('close', done);
  });
}
