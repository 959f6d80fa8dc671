import tls, { type SecureContext } from 'node:tls';

/** Adds PEM certificates to what a context trusts: what `createSecureContext` calls for each `ca` that it is given. */
interface TrustingContext {
  addCACert(pem: string): void;
}

/** By what is trusted besides. */
const contexts = new Map<string | undefined, SecureContext>();

/**
 * Trusts what Node (with NODE_EXTRA_CA_CERTS) and the system (SSL_CERT_FILE, SSL_CERT_DIR) trust, and the PEM
 * certificates of `ca` besides. Throws when `ca` is no PEM.
 *
 * Node's own are not given as `ca`, as its documentation has it: it would parse its hundreds anew for each context.
 */
export function trustContext(ca: string | undefined): SecureContext {
  const known = contexts.get(ca);
  if (known !== undefined) return known;
  const context = tls.createSecureContext();
  const trusting = context.context as TrustingContext;
  for (const pem of tls.getCACertificates('system')) trusting.addCACert(pem);
  if (ca !== undefined) trusting.addCACert(ca);
  contexts.set(ca, context);
  return context;
}
