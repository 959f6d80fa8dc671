/** The way to an API server: whatever its kubeconfig says about addresses, certificates and logins. */
import { once } from 'node:events';
import http from 'node:http';
import https from 'node:https';

export interface KubeRequest {
  readonly method: string;
  /** With query. */
  readonly path: string;
  /** Win over those of the login. */
  readonly headers?: http.OutgoingHttpHeaders;
  readonly body?: string | Buffer;
  readonly signal?: AbortSignal;
}

export interface KubeConnection extends Disposable {
  /** Sends a request with the login of the kubeconfig; the answer is given as soon as its headers are there. */
  send(request: KubeRequest): Promise<http.IncomingMessage>;
}

/** Connects to the cluster of the current context. */
export async function connectToCluster(kubeconfig: string): Promise<KubeConnection> {
  const { KubeConfig } = await import('@kubernetes/client-node');
  const config = new KubeConfig();
  config.loadFromFile(kubeconfig);
  const server = config.getCurrentCluster()?.server ?? '';
  const login: https.RequestOptions = {};
  await config.applyToHTTPSOptions(login);
  const { ca, cert, key, auth, headers, rejectUnauthorized } = login;
  const secrets = { ca, cert, key, ...(rejectUnauthorized === undefined ? {} : { rejectUnauthorized }) };
  const { agent, request } = server.startsWith('https:')
    ? { agent: new https.Agent({ keepAlive: true, ...secrets }), request: https.request }
    : { agent: new http.Agent({ keepAlive: true }), request: http.request };
  return {
    send: async ({ method, path, body, signal, ...more }) => {
      const sent = request(new URL(path, server), {
        method,
        agent,
        ...(auth === undefined ? {} : { auth }),
        ...(signal === undefined ? {} : { signal }),
        headers: {
          ...(headers as http.OutgoingHttpHeaders | undefined),
          ...more.headers,
          // Node adds none to a DELETE, body or not.
          ...(body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }),
        },
      });
      sent.end(body);
      const [answer] = (await once(sent, 'response')) as [http.IncomingMessage];
      // Whoever gave up waiting does not care for a broken answer either.
      if (signal !== undefined) answer.on('error', () => undefined);
      return answer;
    },
    [Symbol.dispose]: () => {
      agent.destroy();
    },
  };
}
