import http from 'node:http';
import net from 'node:net';

/** A proxy that leads every connection to one place, whatever name was asked for. */
export interface TestProxy {
  /** `127.0.0.1:port`. */
  readonly host: string;
  /** What was asked for: `CONNECT registry.example:443`, `GET http://registry.example/v2/`. */
  readonly asked: readonly string[];
  readonly authorizations: readonly (string | undefined)[];
  stop(): Promise<void>;
}

/** `to`: `host:port` of the place; `undefined`: everybody is refused. */
export async function startProxy(to: string | undefined): Promise<TestProxy> {
  const asked: string[] = [];
  const authorizations: (string | undefined)[] = [];
  const [name, port] = (to ?? ':').split(':');
  const note = (request: http.IncomingMessage): void => {
    asked.push(`${request.method ?? ''} ${request.url ?? ''}`);
    authorizations.push(request.headers['proxy-authorization']);
  };
  const server = http.createServer((request, response) => {
    note(request);
    const path = new URL(request.url ?? '').pathname;
    const onward = { host: name, port, path, method: request.method, headers: request.headers };
    const sent = http.request(onward, (answer) => {
      response.writeHead(answer.statusCode ?? 0, answer.headers);
      answer.pipe(response);
    });
    request.pipe(sent);
  });
  // Tunnels are no connections of the server any more.
  const sockets = new Set<net.Socket>();
  server.on('connection', (socket: net.Socket) => sockets.add(socket));
  server.on('connect', (request, socket) => {
    note(request);
    if (to === undefined) {
      socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
      return;
    }
    const onward = net.connect(Number(port), name, () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      onward.pipe(socket).pipe(onward);
    });
    socket.on('close', () => onward.destroy());
    onward.on('close', () => socket.destroy());
    socket.on('error', () => undefined);
    onward.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    host: `127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`,
    asked,
    authorizations,
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
