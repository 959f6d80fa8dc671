/** An API server that lets a test see every request of the product, and do something just before it arrives. */
import http from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import { answerFault, type ApiFault } from './api-fault.ts';
import type { KubeApi } from './kube-api.ts';
import { requestKind } from './request-kind.ts';

const WRITES = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

/** Asks whether something may be done, and leaves nothing behind. */
const REVIEWS = '/selfsubjectaccessreviews';

export interface SeenWrite {
  readonly method: string;
  /** Without query. */
  readonly path: string;
  readonly body: string;
  status?: number;
  /** Of the API server, for the user: https://kubernetes.io/blog/2020/09/03/warnings/ */
  warning?: string;
}

export interface ApiProxy extends AsyncDisposable {
  /** For `--server`. */
  readonly url: string;
  readonly writes: readonly SeenWrite[];
  /** Of every request so far, in order: `requestKind`. */
  readonly kinds: readonly string[];
}

export interface ApiProxyOptions {
  /** What happens between the product's decision and the arrival of its write. */
  readonly beforeWrite?: (write: SeenWrite) => Promise<void>;
  /** Makes the API server refuse fields that it does not know. */
  readonly strict?: boolean;
  /** What goes wrong with a request of this kind, the `count`-th of it (from 1); asked once for each. */
  readonly fault?: (kind: string, count: number) => ApiFault | undefined;
}

export async function startApiProxy(api: KubeApi, options: ApiProxyOptions = {}): Promise<ApiProxy> {
  const writes: SeenWrite[] = [];
  const kinds: string[] = [];
  const serve = async (request: http.IncomingMessage, response: http.ServerResponse): Promise<void> => {
    const kind = requestKind(request.method ?? '', request.url ?? '');
    kinds.push(kind);
    const fault = options.fault?.(kind, kinds.filter((seen) => seen === kind).length);
    if (fault?.kind === 'delay') await setTimeout(fault.milliseconds);
    if (fault?.kind === 'drop') response.destroy();
    else if (fault?.kind === 'answer') answerFault(fault, response);
    else await forward(request, response, fault?.kind === 'lost answer');
  };
  const forward = async (
    request: http.IncomingMessage,
    response: http.ServerResponse,
    isLost: boolean,
  ): Promise<void> => {
    const { method = '', url = '' } = request;
    const target = new URL(url, 'http://api');
    const body = await buffer(request);
    const isWrite = WRITES.has(method) && !target.pathname.endsWith(REVIEWS);
    const write = isWrite ? { method, path: target.pathname, body: body.toString() } : undefined;
    if (write !== undefined) {
      await options.beforeWrite?.(write);
      writes.push(write);
      if (options.strict === true) target.searchParams.set('fieldValidation', 'Strict');
    }
    const end = new AbortController();
    response.on('close', () => {
      end.abort();
    });
    const { host: _, connection: __, ...headers } = request.headers;
    const path = target.pathname + target.search;
    const sent = { method, path, headers, signal: end.signal };
    const answer = await api.connection.send(body.length === 0 ? sent : { ...sent, body });
    if (write !== undefined) note(write, answer);
    if (isLost) {
      response.destroy();
      return;
    }
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    response.flushHeaders();
    answer.pipe(response);
  };
  const server = http.createServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      response.destroy(error instanceof Error ? error : undefined);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port.toString()}`,
    writes,
    kinds,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function note(write: SeenWrite, { statusCode, headers }: http.IncomingMessage): void {
  write.status = statusCode ?? 0;
  const { warning } = headers;
  if (warning !== undefined) write.warning = warning;
}
