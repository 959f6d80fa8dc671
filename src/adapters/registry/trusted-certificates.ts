import tls, { type SecureContext } from 'node:tls';

/** Node's own certificates with NODE_EXTRA_CA_CERTS, and the system's (SSL_CERT_FILE, SSL_CERT_DIR); read once. */
let common: readonly string[] | undefined;

/** By what is trusted besides: hundreds of certificates are parsed for each. */
const contexts = new Map<string | undefined, SecureContext>();

/** Trusts what Node and the system trust, and the PEM certificates of `ca` besides. Throws when `ca` is no PEM. */
export function trustContext(ca: string | undefined): SecureContext {
  const known = contexts.get(ca);
  if (known !== undefined) return known;
  common ??= [...new Set([...tls.getCACertificates('default'), ...tls.getCACertificates('system')])];
  const context = tls.createSecureContext({ ca: ca === undefined ? [...common] : [...common, ca] });
  contexts.set(ca, context);
  return context;
}
