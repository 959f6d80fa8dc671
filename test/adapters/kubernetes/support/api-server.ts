import { EventEmitter, once } from 'node:events';
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import https from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import type { PeerCertificate, TLSSocket } from 'node:tls';
import { certificates, type Certificate } from './certificates.ts';
import { onTearDown } from '../../../support/tear-down.ts';

/** A request as the server got it. */
interface ReceivedRequest {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: unknown;
  /** Common name of the client's certificate. */
  readonly clientName: string | undefined;
  /** Counts the connections of the server from 1. */
  readonly connection: number;
}

/** An answer; a string is sent as it is, anything else as JSON. */
export interface Reply {
  readonly status?: number;
  readonly headers?: http.OutgoingHttpHeaders;
  readonly body?: unknown;
}

/** Answers a request; `undefined`: the response has been, or is being, dealt with. */
export type Handler = (
  request: ReceivedRequest,
  response: ServerResponse,
) => Reply | undefined | Promise<Reply | undefined>;

export interface ApiServer {
  readonly url: string;
  readonly requests: readonly ReceivedRequest[];
  /** Connections that are open now. */
  openConnections(): number;
  /** Waits until so many requests have come. */
  received(count: number): Promise<void>;
  /** Waits until no more than so many connections are open. */
  connectionsFall(count: number): Promise<void>;
}

/** A server on the loopback address that is gone after the test; with a certificate it speaks https. */
export async function apiServer(handler: Handler, certificate?: Certificate): Promise<ApiServer> {
  const requests: ReceivedRequest[] = [];
  const connections = new Map<Socket, number>();
  const changes = new EventEmitter();
  let connectionCount = 0;
  const listener = (request: IncomingMessage, response: ServerResponse) => {
    void (async () => {
      const received = await receive(request, connections.get(request.socket) ?? 0);
      requests.push(received);
      changes.emit('change');
      const reply = await handler(received, response);
      if (reply !== undefined) send(response, reply);
    })();
  };
  const tls = {
    ...certificate,
    requestCert: true,
    rejectUnauthorized: false,
    ca: certificates().authority.cert,
  };
  const server = certificate === undefined ? http.createServer(listener) : https.createServer(tls, listener);
  server.on(certificate === undefined ? 'connection' : 'secureConnection', (socket: Socket) => {
    connectionCount += 1;
    connections.set(socket, connectionCount);
    socket.once('close', () => {
      connections.delete(socket);
      changes.emit('change');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTearDown(async () => {
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  });
  const { port } = server.address() as AddressInfo;
  const url = `${certificate === undefined ? 'http' : 'https'}://127.0.0.1:${port}`;
  return {
    url,
    requests,
    openConnections: () => connections.size,
    received: async (count) => {
      while (requests.length < count) await once(changes, 'change');
    },
    connectionsFall: async (count) => {
      while (connections.size > count) await once(changes, 'change');
    },
  };
}

async function receive(request: IncomingMessage, connection: number): Promise<ReceivedRequest> {
  const url = new URL(request.url ?? '', 'http://any');
  const body = await text(request);
  return {
    method: request.method ?? '',
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    headers: request.headers,
    body: body === '' ? undefined : JSON.parse(body),
    clientName: clientNameOf(request.socket),
    connection,
  };
}

function clientNameOf(socket: Socket): string | undefined {
  if (!('getPeerCertificate' in socket)) return undefined;
  // Without a certificate it is an empty object.
  const { subject } = (socket as TLSSocket).getPeerCertificate() as Partial<PeerCertificate>;
  return subject?.CN?.toString();
}

function send(response: ServerResponse, { status = 200, headers = {}, body = {} }: Reply): void {
  const isRaw = typeof body === 'string' || Buffer.isBuffer(body);
  response.writeHead(status, { ...(isRaw ? {} : { 'Content-Type': 'application/json' }), ...headers });
  response.end(isRaw ? body : JSON.stringify(body));
}
