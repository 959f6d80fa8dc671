/** An API server that lets a test see every write of the product, and do something just before it arrives. */
import http from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { KubeApi } from './kube-api.ts';

const WRITES = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

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
}

export interface ApiProxyOptions {
  /** What happens between the product's decision and the arrival of its write. */
  readonly beforeWrite?: (write: SeenWrite) => Promise<void>;
  /** Makes the API server refuse fields that it does not know. */
  readonly strict?: boolean;
}

export async function startApiProxy(api: KubeApi, options: ApiProxyOptions = {}): Promise<ApiProxy> {
  const writes: SeenWrite[] = [];
  const forward = async (request: http.IncomingMessage, response: http.ServerResponse): Promise<void> => {
    const { method = '', headers, url = '' } = request;
    const target = new URL(url, api.url);
    const body = await buffer(request);
    const write = WRITES.has(method) ? { method, path: target.pathname, body: body.toString() } : undefined;
    if (write !== undefined) {
      await options.beforeWrite?.(write);
      writes.push(write);
      if (options.strict === true) target.searchParams.set('fieldValidation', 'Strict');
    }
    const sent = http.request(target, { method, headers: { ...headers, host: target.host } });
    sent.end(body);
    const [answer] = (await once(sent, 'response')) as [http.IncomingMessage];
    if (write !== undefined) note(write, answer);
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    response.flushHeaders();
    answer.pipe(response);
    response.on('close', () => sent.destroy());
  };
  const server = http.createServer((request, response) => {
    forward(request, response).catch((error: unknown) => {
      response.destroy(error instanceof Error ? error : undefined);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port.toString()}`,
    writes,
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
