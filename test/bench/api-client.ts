/** The cheapest way to the API server: node's https, one kept-alive agent, the kubeconfig's client certificate or token. */
import { execFileSync } from 'node:child_process';
import { Agent, request } from 'node:https';

interface KubeConfig {
  readonly clusters: readonly { readonly cluster: Readonly<Record<string, string>> }[];
  readonly users: readonly { readonly user: Readonly<Record<string, string>> }[];
}

/** Sends one request; the answer is parsed JSON. */
export type Call = (method: string, path: string, body?: object, contentType?: string) => Promise<unknown>;

/** Throws on any answer that is no success. */
export function apiClient(kubeconfig: string): Call {
  const text = execFileSync(
    'kubectl',
    ['config', 'view', '--raw', '--flatten', '-o', 'json', '--kubeconfig', kubeconfig],
    { encoding: 'utf8' },
  );
  const { clusters, users } = JSON.parse(text) as KubeConfig;
  const cluster = clusters[0]?.cluster ?? {};
  const user = users[0]?.user ?? {};
  const decode = (key: string, from: Readonly<Record<string, string>>): Buffer | undefined =>
    from[key] === undefined ? undefined : Buffer.from(from[key], 'base64');
  const agent = new Agent({
    keepAlive: true,
    maxSockets: 32,
    ca: decode('certificate-authority-data', cluster),
    cert: decode('client-certificate-data', user),
    key: decode('client-key-data', user),
  });
  return async (method, path, body, contentType = 'application/json') => {
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const sent = request(new URL(path, cluster.server), { method, agent }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('error', reject);
      answer.on('end', () => {
        const content = Buffer.concat(chunks).toString('utf8');
        if ((answer.statusCode ?? 500) < 300) resolve(JSON.parse(content));
        else reject(new Error(`${method} ${path}: ${String(answer.statusCode)} ${content}`));
      });
    });
    sent.on('error', reject);
    sent.setHeader('content-type', contentType);
    if (user.token !== undefined) sent.setHeader('authorization', `Bearer ${user.token}`);
    sent.end(body === undefined ? undefined : JSON.stringify(body));
    return promise;
  };
}
