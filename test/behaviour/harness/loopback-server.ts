import http from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

export interface LoopbackServer extends AsyncDisposable {
  /** For `--server`. */
  readonly url: string;
}

type Serve = (request: http.IncomingMessage, response: http.ServerResponse) => Promise<void>;

/** Serves http on a free port for this machine alone; when `serve` fails, the client loses its connection. */
export async function serveOnLoopback(serve: Serve): Promise<LoopbackServer> {
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
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
