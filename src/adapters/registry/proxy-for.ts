import { bypassesProxy } from './no-proxy.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** The URL of the proxy that a request goes through, `undefined`: direct. Lower-case variables win, as in curl. */
export function proxyFor(url: URL, environment: Environment): string | undefined {
  const name = url.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY';
  const proxy = variable(environment, name);
  if (proxy === undefined || bypassesProxy(url, variable(environment, 'NO_PROXY') ?? '')) return undefined;
  return proxy.includes('://') ? proxy : `http://${proxy}`;
}

function variable(environment: Environment, name: string): string | undefined {
  const value = environment[name.toLowerCase()] ?? environment[name];
  return value === '' ? undefined : value;
}
