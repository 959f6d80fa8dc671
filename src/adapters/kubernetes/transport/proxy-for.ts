import { BlockList, isIP } from 'node:net';

/**
 * The proxy of the environment for a server, by the rules of Go's httpproxy that kubectl users know: NO_PROXY may
 * hold CIDR blocks (node's own `proxyEnv` takes none), and a loopback address never goes through a proxy.
 */
export function proxyFor(server: URL, env: NodeJS.ProcessEnv): string | undefined {
  const isHttps = server.protocol === 'https:';
  const proxy = variable(env, isHttps ? 'HTTPS_PROXY' : 'HTTP_PROXY');
  if (proxy === '') return undefined;
  const exceptions = variable(env, 'NO_PROXY').split(',');
  const host = server.hostname.replaceAll(/^\[|\]$/g, '').replace(/\.$/, '');
  const port = server.port === '' ? (isHttps ? '443' : '80') : server.port;
  const isDirect = exceptions.some((exception) => covers(exception.trim().toLowerCase(), host, port));
  if (isDirect || isLoopback(host)) return undefined;
  return proxy.includes('://') ? proxy : `http://${proxy}`;
}

function variable(env: NodeJS.ProcessEnv, name: string): string {
  return [env[name], env[name.toLowerCase()]].find((value) => value !== undefined && value !== '') ?? '';
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

function covers(exception: string, host: string, port: string): boolean {
  if (exception === '') return false;
  if (exception === '*') return true;
  if (exception.includes('/')) return inBlock(exception, host);
  const { name, onlyPort } = splitPort(exception);
  if (onlyPort !== undefined && onlyPort !== port) return false;
  if (isIP(name) !== 0) return name === host;
  const domain = name.replace(/^\*/, '');
  return domain.startsWith('.') ? host.endsWith(domain) : host === domain || host.endsWith(`.${domain}`);
}

function inBlock(block: string, host: string): boolean {
  const [network = '', bits] = block.split('/');
  const family = isIP(network) === 6 ? 'ipv6' : 'ipv4';
  const prefix = Number(bits);
  if (isIP(network) === 0 || isIP(host) !== isIP(network) || !Number.isInteger(prefix)) return false;
  if (prefix < 0 || prefix > (family === 'ipv6' ? 128 : 32)) return false;
  const list = new BlockList();
  list.addSubnet(network, prefix, family);
  return list.check(host, family);
}

function splitPort(exception: string): { readonly name: string; readonly onlyPort?: string } {
  if (isIP(exception) === 6) return { name: exception };
  const match = /^\[?(.*?)\]?:(\d+)$/.exec(exception);
  const [, name, onlyPort] = match ?? [];
  return name === undefined || onlyPort === undefined ? { name: exception } : { name, onlyPort };
}
