import { BlockList, isIP } from 'node:net';

/**
 * Whether a host is reached directly: loopback, or named by a NO_PROXY list. Entries, as in Go's `httpproxy` (and so
 * in kubectl and docker): `*`, `host`, `.domain`, `*.domain`, an address or a CIDR, each with an optional `:port`.
 * Node's own reading of NO_PROXY knows no CIDR, which clusters are full of.
 */
export function bypassesProxy(url: URL, noProxy: string): boolean {
  const host = bareHost(url.hostname);
  const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port;
  if (isLoopback(host)) return true;
  return noProxy
    .split(',')
    .map((entry) => entry.trim().toLowerCase())
    .some((entry) => entry !== '' && matches(entry, host, port));
}

function bareHost(hostname: string): string {
  return hostname.replace(/^\[(.*)\]$/, '$1').toLowerCase();
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

function matches(entry: string, host: string, port: string): boolean {
  if (entry === '*') return true;
  if (entry.includes('/')) return isIP(host) !== 0 && isWithin(entry, host);
  const { name, onlyPort } = splitPort(entry);
  if (onlyPort !== undefined && onlyPort !== port) return false;
  return isIP(name) === 0 ? matchesDomain(name, host) : name === host;
}

/** `example.com` is the host and all below it, `.example.com` and `*.example.com` only what is below. */
function matchesDomain(name: string, host: string): boolean {
  const domain = name.replace(/^\*?\./, '');
  return host.endsWith(`.${domain}`) || (domain === name && host === domain);
}

function splitPort(entry: string): { readonly name: string; readonly onlyPort?: string } {
  if (isIP(entry) !== 0) return { name: entry };
  const [, name, onlyPort] = /^(.+):(\d+)$/.exec(entry) ?? [];
  return name === undefined || onlyPort === undefined
    ? { name: bareHost(entry) }
    : { name: bareHost(name), onlyPort };
}

function isWithin(cidr: string, address: string): boolean {
  const [network = '', bits = ''] = cidr.split('/');
  const version = isIP(network);
  const longest = version === 4 ? 32 : 128;
  const prefix = /^\d+$/.test(bits) ? Number(bits) : longest + 1;
  if (version === 0 || version !== isIP(address) || prefix > longest) return false;
  const family = version === 4 ? 'ipv4' : 'ipv6';
  const list = new BlockList();
  list.addSubnet(network, prefix, family);
  return list.check(address, family);
}
