/** A door to the source registry that stops in the middle of the first layer until it is told to go on. */
import http from 'node:http';
import https from 'node:https';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { ClusterHandle } from './cluster-handle.ts';

export interface GatedRegistry extends AsyncDisposable {
  /** `host:port`; plain HTTP, with the logins of the source. */
  readonly host: string;
  /** Resolves when half of a layer was given and the rest is held back. */
  readonly reached: Promise<void>;
  /** Holds nothing back from now on. */
  open(): void;
}

/** `name` becomes a part of the host's where hosts have names. The cluster must reach this process. */
export async function startGatedRegistry(
  { source, reachedAs }: ClusterHandle,
  name: string,
): Promise<GatedRegistry> {
  const reached = Promise.withResolvers<undefined>();
  const opened = Promise.withResolvers<undefined>();
  const serve = async (request: http.IncomingMessage, response: http.ServerResponse): Promise<void> => {
    const { method, url = '', headers } = request;
    const options = { method, headers: { ...headers, host: source.host }, ca: source.ca };
    const sent = https.request(`https://${source.host}${url}`, options);
    sent.end();
    const [answer] = (await once(sent, 'response')) as [http.IncomingMessage];
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    if (method !== 'GET' || !url.includes('/blobs/')) {
      answer.pipe(response);
      return;
    }
    const body = Buffer.concat(await answer.toArray());
    const half = body.length >> 1;
    response.write(body.subarray(0, half));
    reached.resolve(undefined);
    await opened.promise;
    response.end(body.subarray(half));
  };
  const server = http.createServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      response.destroy(error instanceof Error ? error : undefined);
    });
  });
  server.listen(0);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    host: reachedAs(name, port) ?? '',
    reached: reached.promise,
    open: () => {
      opened.resolve(undefined);
    },
    [Symbol.asyncDispose]: async () => {
      opened.resolve(undefined);
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
