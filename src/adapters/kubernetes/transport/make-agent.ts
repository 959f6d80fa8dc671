import type http from 'node:http';
import type https from 'node:https';
import tls from 'node:tls';
import { UsageError } from '../../../domain/errors.ts';
import { keepAliveAgent } from '../../http/keep-alive-agent.ts';
import { Agent } from '../../http/node-http.ts';
import { proxyFor, proxyUrl } from '../../http/proxy-for.ts';
import type { Connection, ServerTls } from '../kubeconfig/connection.ts';

/** As kubectl takes them. */
const SCHEMES = ['http', 'https', 'socks5', 'socks5h'];

/**
 * The one agent of a connection: keeps sockets alive between requests, goes through the right proxy. Throws
 * UsageError.
 */
export async function makeAgent(connection: Connection, env: NodeJS.ProcessEnv): Promise<http.Agent> {
  const { server, tls } = connection;
  const proxy =
    connection.proxyUrl === undefined
      ? proxyFor(server, env, SCHEMES)
      : proxyUrl(connection.proxyUrl, 'the proxy-url of the kubeconfig', SCHEMES);
  if (proxy?.startsWith('socks') === true) return socksAgent(connection, proxy);
  return keepAliveAgent(server, { proxy, tls: tlsOptions(tls) });
}

/** Without an authority of the kubeconfig's, the system's are trusted, as by kubectl, besides node's own. */
function tlsOptions({ insecure, authority, serverName }: ServerTls): https.AgentOptions {
  return {
    ...(insecure
      ? { rejectUnauthorized: false }
      : { rejectUnauthorized: true, ca: authority ?? systemAuthorities() }),
    ...(serverName === undefined ? {} : { servername: serverName }),
  };
}

function systemAuthorities(): string[] {
  return [...new Set([...tls.getCACertificates('default'), ...tls.getCACertificates('system')])];
}

/**
 * SOCKS is spoken by a library of client-node's, loaded only for those who need it. As with kubectl the proxy resolves
 * the server's name (`socks5h`).
 */
async function socksAgent({ server, tls }: Connection, proxy: string): Promise<http.Agent> {
  const proxyUrl = proxy.replace(/^socks5:/, 'socks5h:');
  const { KubeConfig } = await import('@kubernetes/client-node');
  const config = new KubeConfig();
  const cluster = { name: 'any', server: server.href, skipTLSVerify: tls.insecure, proxyUrl };
  config.loadFromClusterAndUser(cluster, { name: 'any' });
  const request: https.RequestOptions = tlsOptions(tls);
  await config.applyToHTTPSOptions(request);
  if (!(request.agent instanceof Agent)) throw new UsageError('unsupported SOCKS proxy');
  return Object.assign(request.agent, { keepAlive: true });
}
