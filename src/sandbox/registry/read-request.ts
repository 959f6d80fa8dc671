import type { IncomingMessage } from 'node:http';
import type { RegistryRequest } from './registry-request.ts';

/** Reads a whole request into memory; `scheme` and `host` are the server's own, when the client names no host. */
export async function readRequest(
  message: IncomingMessage,
  scheme: 'http' | 'https',
  host: string,
): Promise<RegistryRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of message as AsyncIterable<Buffer>) chunks.push(chunk);
  return {
    method: message.method ?? 'GET',
    url: new URL(message.url ?? '/', `${scheme}://${message.headers.host ?? host}`),
    headers: message.headers,
    body: Buffer.concat(chunks),
  };
}
