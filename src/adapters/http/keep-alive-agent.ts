import type http from 'node:http';
import https from 'node:https';
import { Agent } from './node-http.ts';

/** Idle sockets go before a server or a load balancer closes them under the next request. */
const IDLE_MILLISECONDS = 30_000;

interface AgentRoute {
  /** URL of the http(s) proxy in between; `undefined`: none, whatever the environment says. */
  readonly proxy: string | undefined;
  /** How the server's certificate is checked. */
  readonly tls: https.AgentOptions;
}

/** Keeps connections to the origin of a URL alive between requests; idle ones do not keep the process alive. */
export function keepAliveAgent({ protocol }: URL, { proxy, tls }: AgentRoute): http.Agent {
  const options: http.AgentOptions = {
    keepAlive: true,
    timeout: IDLE_MILLISECONDS,
    ...(proxy !== undefined && { proxyEnv: { HTTPS_PROXY: proxy, HTTP_PROXY: proxy } }),
  };
  return protocol === 'https:' ? new https.Agent({ ...options, ...tls }) : new Agent(options);
}
