import type { Agent, IncomingHttpHeaders } from 'node:http';
import https from 'node:https';
import { request as httpRequest } from '../../http/node-http.ts';

/** One HTTP request. */
export interface HttpRequest {
  readonly method: 'GET' | 'HEAD' | 'POST';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Its answer, whatever the status. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** Where it came from, if the registry sent us to another host: no word of the registry on who may see what. */
  readonly from?: URL;
}

export interface ExchangeOptions {
  readonly agent: Agent;
  /** Longest silence, in milliseconds. */
  readonly timeout: number;
  readonly signal: AbortSignal | undefined;
}

/** Bytes; manifests have at most 4 MiB (distribution specification), configurations are of the same order. */
const LONGEST_BODY = 32 * 1024 * 1024;

/** A failure of the exchange, with own `code` values besides those of Node. */
class ExchangeError extends Error {
  override readonly name = 'ExchangeError';
  readonly code: 'ETIMEDOUT' | 'ERR_BODY_TOO_LONG';

  constructor(code: ExchangeError['code'], message: string) {
    super(message);
    this.code = code;
  }
}

/** Sends a request and reads the whole answer. Rejects with Node's own errors, and with the signal's reason. */
export async function exchange(request: HttpRequest, options: ExchangeOptions): Promise<HttpAnswer> {
  const { signal } = options;
  signal?.throwIfAborted();
  try {
    return await send(request, options);
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  }
}

async function send(
  { method, url, headers, body }: HttpRequest,
  options: ExchangeOptions,
): Promise<HttpAnswer> {
  const { agent, timeout, signal } = options;
  return new Promise((resolve, reject) => {
    const speak = url.protocol === 'http:' ? httpRequest : https.request;
    const settings = { method, headers, agent, timeout, ...(signal !== undefined && { signal }) };
    const sent = speak(url, settings, (response) => {
      const chunks: Buffer[] = [];
      let length = 0;
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        length += chunk.length;
        if (length > LONGEST_BODY)
          sent.destroy(new ExchangeError('ERR_BODY_TOO_LONG', 'the response is too long'));
      });
      response.on('error', reject);
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) });
      });
    });
    sent.on('timeout', () => {
      sent.destroy(new ExchangeError('ETIMEDOUT', 'timeout'));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
