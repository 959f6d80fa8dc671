import { BlockList, isIP } from 'node:net';
import { domainToASCII } from 'node:url';
import { UsageError } from '../../domain/errors.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The URL of the proxy that a request goes through by the environment, `undefined`: none. Decided as Go does, and by
 * that kubectl, docker and containerd (golang.org/x/net/http/httpproxy): HTTPS_PROXY, HTTP_PROXY and NO_PROXY come
 * before their lower-case forms, an empty one counts as not set, and loopback addresses are reached directly. Node's own
 * reading of NO_PROXY takes no CIDR blocks, which are common for clusters. Throws UsageError, as `proxyUrl`.
 */
export function proxyFor(
  url: URL,
  environment: Environment,
  schemes: ProxySchemes = HTTP_PROXIES,
): string | undefined {
  const name = variable(environment, url.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY');
  if (name === undefined) return undefined;
  if (isDirect(url, environment[variable(environment, 'NO_PROXY') ?? ''] ?? '')) return undefined;
  return proxyUrl(environment[name] ?? '', name, schemes);
}

/** What a proxy may be spoken to by: schemes of its URL, as sentences name them. */
type ProxySchemes = readonly string[];

const HTTP_PROXIES: ProxySchemes = ['http', 'https'];

/**
 * The URL of a proxy, as node's agents read it; without a scheme it is http. Throws UsageError for one that cannot be
 * used, which names the place where it is set and never quotes it: it may hold a password.
 */
export function proxyUrl(text: string, place: string, schemes: ProxySchemes): string {
  const url = URL.parse(text.includes('://') ? text : `http://${text}`);
  const nextStep = `Set ${place} to a URL such as http://proxy.example:3128, or unset it.`;
  if (url === null || url.hostname === '' || !isDecodable(url)) {
    throw new UsageError(`${place} is not a valid proxy URL`, {
      nextStep: `${nextStep} Percent-encode special characters in its user name and password.`,
    });
  }
  const scheme = url.protocol.slice(0, -1);
  if (schemes.includes(scheme)) return url.href;
  throw new UsageError(`${place}: unsupported proxy scheme ${scheme}, use one of ${schemes.join(', ')}`, {
    nextStep,
  });
}

function isDecodable({ username, password }: URL): boolean {
  try {
    decodeURIComponent(`${username}:${password}`);
    return true;
  } catch {
    return false;
  }
}

/** The form of a name that is set, and not to nothing. */
function variable(environment: Environment, name: string): string | undefined {
  return [name, name.toLowerCase()].find((one) => (environment[one] ?? '') !== '');
}

function isDirect({ protocol, hostname, port }: URL, noProxy: string): boolean {
  const host = hostname.replaceAll(/^\[|\]$/g, '');
  if (host === 'localhost' || isWithin(host, '127.0.0.0/8') || host === '::1') return true;
  const portOrDefault = port === '' ? (protocol === 'https:' ? '443' : '80') : port;
  return noProxy.split(',').some((entry) => covers(entry.trim().toLowerCase(), host, portOrDefault));
}

/** `*`, a CIDR block, or an address, `host`, `.domain` or `*.domain`, each of these with an optional `:port`. */
function covers(entry: string, host: string, port: string): boolean {
  if (entry === '*') return true;
  if (entry.includes('/')) return isWithin(host, entry);
  const { name, onlyPort } = splitPort(entry);
  if (name === '' || (onlyPort !== '' && onlyPort !== port)) return false;
  return isIP(name) === 0 ? isInDomain(host, name) : isWithin(host, name);
}

/** An IPv6 address is in brackets only before a port. */
function splitPort(entry: string): { readonly name: string; readonly onlyPort: string } {
  const [, bracketed, bare, onlyPort = ''] = /^(?:\[([^[\]]*)\]|([^:[\]]*)):([^:[\]]*)$/.exec(entry) ?? [];
  return { name: bracketed ?? bare ?? entry, onlyPort };
}

/** `example.com` is the host and all below it, `.example.com` and `*.example.com` only what is below. */
function isInDomain(host: string, name: string): boolean {
  if (isIP(host) !== 0) return false;
  const domain = ascii(name.replace(/^\*\./, '.'));
  return domain.startsWith('.') ? host.endsWith(domain) : host === domain || host.endsWith(`.${domain}`);
}

/** URLs have their host in this form. */
function ascii(name: string): string {
  if (/^[\x20-\x7e]*$/.test(name)) return name;
  return name.startsWith('.') ? `.${domainToASCII(name.slice(1))}` : domainToASCII(name);
}

/** Whether a host is this address or one of this block; false for malformed blocks. IPv4 may be written as IPv6. */
function isWithin(host: string, block: string): boolean {
  const [network = '', bits] = block.split('/');
  const longest = isIP(network) === 6 ? 128 : 32;
  const prefix = bits === undefined ? longest : /^\d+$/.test(bits) ? Number(bits) : Infinity;
  if (isIP(host) === 0 || isIP(network) === 0 || prefix > longest) return false;
  const list = new BlockList();
  list.addSubnet(network, prefix, familyOf(network));
  return list.check(host, familyOf(host));
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 6 ? 'ipv6' : 'ipv4';
}
