/** The API server, seen with the rights of a kubeconfig's user; remembers all that it was asked. */
import type http from 'node:http';
import { buffer } from 'node:stream/consumers';
import { connectToCluster } from '../../support/kube-connection.ts';
import { type LoopbackServer, serveOnLoopback } from '../harness/loopback-server.ts';
import { requestAttributes } from './request-attributes.ts';
import type { Attributes } from './roles.ts';

export interface RecordingProxy extends LoopbackServer {
  /** Each different one once. */
  requests(): Attributes[];
}

export async function startRecordingProxy(kubeconfig: string): Promise<RecordingProxy> {
  const seen = new Map<string, Attributes>();
  const connection = await connectToCluster(kubeconfig);
  const forward = async (request: http.IncomingMessage, response: http.ServerResponse): Promise<void> => {
    const { method = '', url: path = '' } = request;
    const attributes = requestAttributes(method, path);
    if (attributes !== undefined) seen.set(JSON.stringify(attributes), attributes);
    const body = await buffer(request);
    const end = new AbortController();
    response.on('close', () => {
      end.abort();
    });
    const { accept, 'content-type': type } = request.headers;
    const headers = {
      ...(accept === undefined ? {} : { accept }),
      ...(type === undefined ? {} : { 'content-type': type }),
    };
    const sent = { method, path, headers, signal: end.signal };
    const answer = await connection.send(body.length === 0 ? sent : { ...sent, body });
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    response.flushHeaders();
    answer.pipe(response);
  };
  const server = await serveOnLoopback(forward);
  return {
    url: server.url,
    requests: () => [...seen.values()],
    [Symbol.asyncDispose]: async () => {
      connection[Symbol.dispose]();
      await server[Symbol.asyncDispose]();
    },
  };
}
