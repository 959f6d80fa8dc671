/**
 * The way into the sandbox for a program that only knows names: an HTTP proxy on loopback (RFC 9110, CONNECT) which
 * connects to the registries of the sandbox and to nothing else.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { NetworkAddress } from '../../network.ts';

export interface SandboxProxy {
  /** For HTTPS_PROXY. */
  readonly url: string;
  /** Cuts all connections and closes the port. */
  stop(): Promise<void>;
}

/** Where `host:port` of a CONNECT is; `undefined`: the proxy refuses. */
export type FindAddress = (authority: string) => NetworkAddress | undefined;

export async function startProxy(findAddress: FindAddress): Promise<SandboxProxy> {
  const open = new Set<Duplex>();
  const server = createServer((request, response) => {
    response.writeHead(403, { 'content-type': 'text/plain' }).end(refusal(request.headers.host ?? ''));
  });
  server.on('connect', ({ url = '' }, client: Duplex, head: Buffer) => {
    const address = findAddress(url);
    if (address === undefined) {
      client.end(
        `HTTP/1.1 403 Forbidden\r\ncontent-type: text/plain\r\nconnection: close\r\n\r\n${refusal(url)}`,
      );
      return;
    }
    const upstream = connect({ host: address.address, port: address.port });
    join(client, upstream, head);
    for (const end of [client, upstream]) keep(end, open);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const bound = server.address();
  const port = typeof bound === 'object' && bound !== null ? bound.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    stop: async () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
        for (const end of open) end.destroy();
      }),
  };
}

function join(client: Duplex, upstream: Socket, head: Buffer): void {
  upstream.once('connect', () => {
    client.write('HTTP/1.1 200 Connection established\r\n\r\n');
    upstream.write(head);
    upstream.pipe(client);
    client.pipe(upstream);
  });
  upstream.on('error', () => client.destroy());
  client.on('error', () => upstream.destroy());
  client.on('close', () => upstream.destroy());
}

function keep(end: Duplex, open: Set<Duplex>): void {
  open.add(end);
  end.once('close', () => open.delete(end));
}

function refusal(authority: string): string {
  return `the proxy of kubectl registry-switch demo leads to the demo's registries only, not to ${authority}\n`;
}
