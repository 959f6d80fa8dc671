import type { Agent, ClientRequest, IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import https from 'node:https';
import { pipeline, type Readable } from 'node:stream';
import { urlToHttpOptions } from 'node:url';
import { createGunzip } from 'node:zlib';
import type { WritePermit } from '../../../domain/ports/cluster.ts';
import { request as httpRequest } from '../../http/node-http.ts';
import { USER_AGENT } from '../../http/user-agent.ts';
import type { Login } from '../credentials/credentials.ts';
import type { Connection } from '../kubeconfig/connection.ts';
import { impersonationHeaders } from '../kubeconfig/impersonation.ts';
import type { ApiRequest, ApiResponse } from './api-request.ts';
import { requestTimeout } from './request-timeout.ts';

const GUNZIP_CHUNK = 256 * 1024;

/** Sends a request with a given login over the connection's agent. */
export type SendWithLogin = (request: ApiRequest, login: Login) => Promise<ApiResponse>;

/** Makes the function that puts requests on the wire: HTTP/1.1, keep-alive, gzip. */
export function makeSend(connection: Connection, agent: Agent, timeoutSeconds: number): SendWithLogin {
  const { server, compress, clientCertificate } = connection;
  const { protocol, hostname, port } = urlToHttpOptions(server);
  const base = server.pathname.replace(/\/+$/, '');
  const impersonation = impersonationHeaders(connection.impersonation);
  const start = protocol === 'https:' ? https.request : httpRequest;

  return async (apiRequest, login) => {
    const { method, path, streaming, signal, permit } = apiRequest;
    signal?.throwIfAborted();
    permit?.left();
    const payload = apiRequest.body === undefined ? undefined : Buffer.from(JSON.stringify(apiRequest.body));
    const { cert, key } = login.certificate ?? clientCertificate ?? {};
    const request = start({
      ...{ protocol, hostname, port, agent, method, cert, key },
      path: base + path,
      headers: {
        ...impersonation,
        ...contentHeaders(payload, compress && streaming !== true),
        ...(login.authorization === undefined ? {} : { Authorization: login.authorization }),
        ...apiRequest.headers,
      },
    });
    const seconds = streaming === true ? 0 : timeoutSeconds;
    const response = await answerOf(request, payload, { signal, seconds, permit });
    return { status: response.statusCode ?? 0, headers: response.headers, body: decompressed(response) };
  };
}

function contentHeaders(payload: Buffer | undefined, compress: boolean): OutgoingHttpHeaders {
  return {
    'User-Agent': USER_AGENT,
    Accept: 'application/json',
    ...(compress ? { 'Accept-Encoding': 'gzip' } : {}),
    ...(payload === undefined
      ? {}
      : { 'Content-Type': 'application/json', 'Content-Length': payload.length }),
  };
}

interface Limits {
  readonly signal: AbortSignal | undefined;
  readonly seconds: number;
  readonly permit: WritePermit | undefined;
}

/** The answer's head. Signal and timeout go on to govern its body. */
function answerOf(
  request: ClientRequest,
  payload: Buffer | undefined,
  limits: Limits,
): Promise<IncomingMessage> {
  const { signal, seconds, permit } = limits;
  return new Promise((resolve, reject) => {
    let answer: IncomingMessage | undefined;
    const stop = (reason: unknown) => {
      (answer ?? request).destroy(reason instanceof Error ? reason : new Error('aborted'));
    };
    const abort = () => {
      stop(signal?.reason);
    };
    const timer =
      seconds > 0
        ? setTimeout(() => {
            stop(requestTimeout(seconds));
          }, seconds * 1000)
        : undefined;
    const cancel = permit === undefined ? undefined : whenOver(permit, stop);
    signal?.addEventListener('abort', abort, { once: true });
    request.once('response', (response) => {
      answer = response;
      resolve(response);
    });
    request.on('error', reject);
    request.once('close', () => {
      clearTimeout(timer);
      cancel?.();
      signal?.removeEventListener('abort', abort);
    });
    request.end(payload);
  });
}

/** Calls back with the reason when a permit is over, however often it is extended until then; returns how to cancel that. */
function whenOver(permit: WritePermit, end: (reason: unknown) => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  const look = (): void => {
    try {
      timer = setTimeout(look, permit.left());
    } catch (reason) {
      end(reason);
    }
  };
  look();
  return () => {
    clearTimeout(timer);
  };
}

function decompressed(response: IncomingMessage): Readable {
  if (response.headers['content-encoding'] !== 'gzip') return response;
  return pipeline(response, createGunzip({ chunkSize: GUNZIP_CHUNK }), () => {
    // A failure reaches whoever reads the end of the pipe.
  });
}
