import type { IncomingMessage } from 'node:http';
import type { ApiRequest } from './api-request.ts';

/** Reads a whole request into memory. */
export async function readRequest(message: IncomingMessage, signal: AbortSignal): Promise<ApiRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of message as AsyncIterable<Buffer>) chunks.push(chunk);
  const target = message.url ?? '/';
  return {
    method: message.method ?? 'GET',
    url: new URL(target, `https://${message.headers.host ?? 'localhost'}`),
    path: decodedPath(target),
    headers: message.headers,
    body: Buffer.concat(chunks),
    signal,
  };
}

/** What stands before the query. A `URL` would take segments such as `..` and `%2e` for steps. */
function decodedPath(target: string): string | undefined {
  try {
    return decodeURIComponent(target.replace(/\?.*$/s, ''));
  } catch {
    return undefined;
  }
}
