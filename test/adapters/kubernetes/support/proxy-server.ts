import { once } from 'node:events';
import http from 'node:http';
import net, { type AddressInfo, type Socket } from 'node:net';
import { onTearDown } from '../../../support/tear-down.ts';

export interface ProxyServer {
  readonly url: string;
  /** What was asked of it: `CONNECT host:port`, or method and URL. */
  readonly asked: readonly string[];
}

/** An HTTP proxy that leads every request to one server, whatever its name, unless it is to refuse them all. */
export async function proxyServer(destination: string, refuse = false): Promise<ProxyServer> {
  const asked: string[] = [];
  const sockets = new Set<Socket>();
  const { port } = new URL(destination);
  const proxy = http.createServer((request, response) => {
    asked.push(`${request.method ?? ''} ${request.url ?? ''}`);
    const { pathname } = new URL(request.url ?? '');
    http.get({ port, path: pathname }, (answer) => {
      response.writeHead(answer.statusCode ?? 500);
      answer.pipe(response);
    });
  });
  proxy.on('connect', (request, client: Socket) => {
    asked.push(`CONNECT ${request.url ?? ''}`);
    if (refuse) {
      client.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
      return;
    }
    const upstream = net.connect(Number(port), '127.0.0.1', () => {
      client.write('HTTP/1.1 200 OK\r\n\r\n');
      upstream.pipe(client).pipe(upstream);
    });
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy());
    }
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  onTearDown(() => {
    for (const socket of sockets) socket.destroy();
    proxy.close();
    proxy.closeAllConnections();
  });
  return { url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`, asked };
}
