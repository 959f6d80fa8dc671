/** An API server that lets a test see every request of the product, and do something just before it arrives. */
import type http from 'node:http';
import { buffer } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import { answerFault, type ApiFault } from './api-fault.ts';
import type { KubeApi } from './kube-api.ts';
import { type LoopbackServer, serveOnLoopback } from './loopback-server.ts';
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

export interface ApiProxy extends LoopbackServer {
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

/** A request on its way to the API server. */
interface Passing {
  readonly request: http.IncomingMessage;
  readonly response: http.ServerResponse;
  readonly fault: ApiFault | undefined;
}

export async function startApiProxy(api: KubeApi, options: ApiProxyOptions = {}): Promise<ApiProxy> {
  const writes: SeenWrite[] = [];
  const kinds: string[] = [];
  const serve = async (request: http.IncomingMessage, response: http.ServerResponse): Promise<void> => {
    const kind = requestKind(request.method ?? '', request.url ?? '');
    kinds.push(kind);
    const fault = options.fault?.(kind, kinds.filter((seen) => seen === kind).length);
    await holdUp(fault);
    if (fault?.kind === 'drop') response.destroy();
    else if (fault?.kind === 'answer') answerFault(fault, response);
    else await forward({ request, response, fault });
  };
  const forward = async (passing: Passing): Promise<void> => {
    const { request, response } = passing;
    const target = new URL(request.url ?? '', 'http://api');
    const body = await buffer(request);
    const write = writeOf(request, body);
    if (write !== undefined) {
      await options.beforeWrite?.(write);
      writes.push(write);
      if (options.strict === true) target.searchParams.set('fieldValidation', 'Strict');
    }
    const answer = await api.connection.send({
      method: request.method ?? '',
      path: target.pathname + target.search,
      headers: endToEnd(request.headers),
      signal: closing(response),
      ...(body.length === 0 ? {} : { body }),
    });
    if (write !== undefined) note(write, answer);
    passOn(answer, passing);
  };
  const server = await serveOnLoopback(serve);
  return {
    ...server,
    writes,
    kinds,
  };
}

/** Until the request may go on its way, or be answered. */
async function holdUp(fault: ApiFault | undefined): Promise<void> {
  if (fault?.kind === 'delay') await setTimeout(fault.milliseconds);
  if (fault?.kind === 'hold') await fault.until;
  if (fault?.kind === 'answer') await fault.after;
}

function writeOf({ method = '', url = '' }: http.IncomingMessage, body: Buffer): SeenWrite | undefined {
  const { pathname: path } = new URL(url, 'http://api');
  const isWrite = WRITES.has(method) && !path.endsWith(REVIEWS);
  return isWrite ? { method, path, body: body.toString() } : undefined;
}

/** Without those that are for this connection alone. */
function endToEnd(headers: http.IncomingHttpHeaders): http.OutgoingHttpHeaders {
  const hop = ['host', 'connection', 'content-length', 'transfer-encoding'];
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !hop.includes(name)));
}

/** Aborted when nobody waits for the answer any more. */
function closing(response: http.ServerResponse): AbortSignal {
  const end = new AbortController();
  response.on('close', () => {
    end.abort();
  });
  return end.signal;
}

function passOn(answer: http.IncomingMessage, { response, fault }: Passing): void {
  if (fault?.kind === 'lost answer') {
    fault.onAnswer?.();
    response.destroy();
    return;
  }
  response.writeHead(answer.statusCode ?? 502, answer.headers);
  response.flushHeaders();
  answer.pipe(response);
}

function note(write: SeenWrite, { statusCode, headers }: http.IncomingMessage): void {
  write.status = statusCode ?? 0;
  const { warning } = headers;
  if (warning !== undefined) write.warning = warning;
}
