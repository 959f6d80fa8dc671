import type http from 'node:http';
import { RegistryError } from '../../../domain/errors.ts';
import { keepAliveAgent } from '../../http/keep-alive-agent.ts';
import type { Destination } from './destination.ts';
import { proxyFor } from '../../http/proxy-for.ts';
import { trustContext } from './trusted-certificates.ts';

/** The connections to one host, kept alive. */
interface HostAgent {
  readonly agent: http.Agent;
  /** `host:port` of the proxy in between. */
  readonly proxy: string | undefined;
}

export interface AgentPoolOptions {
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Finds the agent for a URL at a host with these settings. Throws RegistryError for a malformed CA, UsageError for such a proxy. */
export type AgentPool = (url: URL, destination: Destination) => HostAgent;

/** Idle connections do not keep the process alive. */
export function createAgentPool(options: AgentPoolOptions): AgentPool {
  const agents = new Map<string, HostAgent>();
  return (url, destination) => {
    const { tls, ca } = destination.connection;
    const key = JSON.stringify([url.origin, tls, ca]);
    const known = agents.get(key);
    if (known !== undefined) return known;
    const made = createAgent(url, destination, options);
    agents.set(key, made);
    return made;
  };
}

function createAgent(url: URL, destination: Destination, options: AgentPoolOptions): HostAgent {
  const proxy = proxyFor(url, options.environment);
  const tls = url.protocol === 'http:' ? {} : trust(destination);
  return { agent: keepAliveAgent(url, { proxy, tls }), proxy: proxy && new URL(proxy).host };
}

function trust({ host, connection }: Destination) {
  if (connection.tls === 'insecure') return { rejectUnauthorized: false };
  // Said outright: Node's default is the environment's, NODE_TLS_REJECT_UNAUTHORIZED.
  const rejectUnauthorized = true;
  try {
    return { rejectUnauthorized, secureContext: trustContext(connection.ca) };
  } catch (cause) {
    throw new RegistryError(
      'untrusted-certificate',
      host,
      `the CA certificates given for ${host} are not valid PEM`,
      {
        nextStep: `Give a file of PEM certificates: --registry-ca ${host}=FILE.`,
        cause,
      },
    );
  }
}
