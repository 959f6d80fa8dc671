/** Keys of a docker config as the kubelet reads them (k8s.io/kubernetes/pkg/credentialprovider/keyring.go):
 * `[scheme://]host[:port][/path]`, with wildcards within the labels of the host.
 */
export interface RegistryPattern {
  /** `host[:port][/path]`, without scheme and API version; the kubelet's order of trying sorts by it. */
  readonly text: string;
  /** Labels of the host, each a pattern of Go's filepath.Match. */
  readonly labels: readonly string[];
  readonly port: string;
  /** Empty, or beginning with a slash. */
  readonly path: string;
}

/** `undefined` for an invalid address, which the kubelet ignores. */
export function readRegistryPattern(key: string): RegistryPattern | undefined {
  const address = key.replace(/^https?:\/\//, '').replace(/[?#].*$/s, '');
  const [, host = '', path = ''] = /^([^/]*)(.*)$/s.exec(address) ?? [];
  const [, name, port = ''] = /^(\[[^\]]*\]|[^:[\]]*)(?::(\d*))?$/.exec(host.replace(/^.*@/, '')) ?? [];
  if (name === undefined || /[\s\\^`{|}%]/.test(name)) return undefined;
  // The paths /v1/ and /v2/ mean the whole host: docker once wrote them into its keys.
  const below = path.replace(/^\/v[12]\//, '/');
  const effective = below === '/' ? '' : below;
  const authority = port === '' ? name : `${name}:${port}`;
  return { text: authority + effective, labels: name.split('.'), port, path: effective };
}

/**
 * Whether a login for `pattern` serves `host/repository`: as many labels, each matching; the same port; the
 * path a prefix, though not of whole components (`quay.io/a` serves `quay.io/ab`, as in the kubelet).
 */
export function servesRepository(
  pattern: RegistryPattern,
  { host, repository }: { readonly host: string; readonly repository: string },
): boolean {
  const target = readRegistryPattern(host);
  return (
    target?.port === pattern.port &&
    target.labels.length === pattern.labels.length &&
    `/${repository}`.startsWith(pattern.path) &&
    target.labels.every((label, index) => matchesLabel(pattern.labels[index] ?? '', label))
  );
}

/** `*` is any text. Go's `?` and `[...]` cannot occur: they end or break the address. */
function matchesLabel(pattern: string, label: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  const last = rest.pop();
  if (last === undefined) return pattern === label;
  if (!label.startsWith(first) || !label.endsWith(last)) return false;
  let position = first.length;
  for (const part of rest) {
    const found = label.indexOf(part, position);
    if (found === -1) return false;
    position = found + part.length;
  }
  return position <= label.length - last.length;
}
