/**
 * A registry host as one component of a repository path, for the strategy `prefix-host`:
 * `quay.io` stays, `old.example:5000` -> `old.example_5000`, `[2001:db8::1]:5000` -> `ipv6__2001-db8--1_5000`.
 * No two hosts share a component: DNS knows no `_`, and letter case does not tell hosts apart.
 */
export function hostAsComponent(host: string): string {
  const [, ipv6, name, port] = /^(?:\[([^\]]*)\]|([^:]*))(?::(\d+))?$/.exec(host.toLowerCase()) ?? [];
  const base = ipv6 === undefined ? (name ?? host) : `ipv6__${zeroEnded(ipv6).replaceAll(':', '-')}`;
  return port === undefined ? base : `${base}_${port}`;
}

/** `::1` -> `0::1`: a component neither begins nor ends with a separator. */
function zeroEnded(address: string): string {
  return address.replace(/^:/, '0:').replace(/:$/, ':0');
}
