import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { isIP } from 'node:net';
import type { Network, NetworkAddress } from '../network.ts';
import { describeNetworkError, isStaleConnection } from './network-error.ts';

/** Which server certificates are believed. */
export interface Trust {
  /** PEM certificates of authorities; without them the system's. */
  readonly ca?: string;
  /** `true`: any certificate is taken. */
  readonly insecure?: boolean;
}

export interface WireRequest {
  readonly method: string;
  /** As the program names it; where it is dialled the network says. */
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer;
}

export interface WireAnswer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

/** No answer came; the message is in the words of Go's net/http, as the real programs print it. */
export class WireFailure extends Error {
  override readonly name = 'WireFailure';
}

/** Speaks HTTP in the sandbox's network, over connections that are kept. */
export interface Wire {
  /** Rejects with WireFailure. */
  send(request: WireRequest, trust: Trust, signal?: AbortSignal): Promise<WireAnswer>;
  /** Closes the idle connections. */
  close(): void;
}

export function openWire(network: Network): Wire {
  const plain = new HttpAgent({ keepAlive: true });
  const secure = new Map<string, HttpsAgent>();
  const agentFor = ({ ca, insecure = false }: Trust): HttpsAgent => {
    const key = `${insecure}${ca ?? ''}`;
    const known = secure.get(key);
    if (known !== undefined) return known;
    const made = new HttpsAgent({ keepAlive: true, rejectUnauthorized: !insecure, ...(ca && { ca }) });
    secure.set(key, made);
    return made;
  };
  const sendOnce = async (request: WireRequest, trust: Trust, signal?: AbortSignal): Promise<WireAnswer> => {
    const { url } = request;
    const address = addressOf(network, url);
    const options = {
      method: request.method,
      path: url.pathname + url.search,
      host: address.address,
      port: address.port,
      headers: { host: url.host, 'content-length': `${request.body?.length ?? 0}`, ...request.headers },
      ...(signal && { signal }),
    };
    const servername = isIP(url.hostname) === 0 ? { servername: url.hostname } : {};
    const { promise, resolve, reject } = Promise.withResolvers<WireAnswer>();
    const take = (message: IncomingMessage): void => {
      readAnswer(message).then(resolve, reject);
    };
    const sent =
      url.protocol === 'https:'
        ? httpsRequest({ ...options, ...servername, agent: agentFor(trust) }, take)
        : httpRequest({ ...options, agent: plain }, take);
    sent.on('error', (error) => {
      const stale = sent.reusedSocket && isStaleConnection(error);
      reject(stale ? STALE : new WireFailure(describeNetworkError(error, url, address), { cause: error }));
    });
    sent.end(request.body);
    return promise;
  };
  return {
    send: async (request, trust, signal) => {
      try {
        return await sendOnce(request, trust, signal);
      } catch (error) {
        // The server closed a kept connection just when it was used again: nothing was answered yet.
        if (error === STALE) return sendOnce(request, trust, signal);
        throw error;
      }
    },
    close: () => {
      plain.destroy();
      for (const agent of secure.values()) agent.destroy();
    },
  };
}

const STALE = new WireFailure('EOF');

function addressOf(network: Network, url: URL): NetworkAddress {
  const port = url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port);
  const known = network.addressOf(url.host) ?? network.addressOf(`${url.hostname}:${port}`);
  return known ?? { address: url.hostname.replace(/^\[|\]$/g, ''), port };
}

async function readAnswer(message: IncomingMessage): Promise<WireAnswer> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of message as AsyncIterable<Buffer>) chunks.push(chunk);
  } catch (error) {
    throw new WireFailure('unexpected EOF', { cause: error });
  }
  return { status: message.statusCode ?? 0, headers: message.headers, body: Buffer.concat(chunks) };
}
