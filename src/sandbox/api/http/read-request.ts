import type { IncomingMessage } from 'node:http';
import type { ApiRequest } from './api-request.ts';

/** Reads a whole request into memory. */
export async function readRequest(message: IncomingMessage, signal: AbortSignal): Promise<ApiRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of message as AsyncIterable<Buffer>) chunks.push(chunk);
  return {
    method: message.method ?? 'GET',
    url: new URL(message.url ?? '/', `https://${message.headers.host ?? 'localhost'}`),
    headers: message.headers,
    body: Buffer.concat(chunks),
    signal,
  };
}
