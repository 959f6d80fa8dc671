import { isIP } from 'node:net';
import type { NetworkAddress } from '../network.ts';

const UNKNOWN_AUTHORITY = 'x509: certificate signed by unknown authority';

/** Go's words by Node's error code, of what is wrong with a certificate. */
const CERTIFICATE_ERRORS: Readonly<Record<string, string>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: UNKNOWN_AUTHORITY,
  SELF_SIGNED_CERT_IN_CHAIN: UNKNOWN_AUTHORITY,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNKNOWN_AUTHORITY,
  UNABLE_TO_GET_ISSUER_CERT: UNKNOWN_AUTHORITY,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNKNOWN_AUTHORITY,
  CERT_SIGNATURE_FAILURE: UNKNOWN_AUTHORITY,
  CERT_HAS_EXPIRED: 'x509: certificate has expired or is not yet valid: ',
  CERT_NOT_YET_VALID: 'x509: certificate has expired or is not yet valid: ',
};

const DIAL_ERRORS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connect: connection refused',
  EHOSTUNREACH: 'connect: no route to host',
  ENETUNREACH: 'connect: network is unreachable',
  ETIMEDOUT: 'i/o timeout',
};

const OTHER_ERRORS: Readonly<Record<string, string>> = {
  ABORT_ERR: 'context canceled',
  ECONNRESET: 'EOF',
  EPIPE: 'write: broken pipe',
  ERR_SSL_WRONG_VERSION_NUMBER: 'http: server gave HTTP response to HTTPS client',
  EPROTO: 'http: server gave HTTP response to HTTPS client',
};

interface NodeError extends Error {
  readonly code?: string;
  /** With ERR_TLS_CERT_ALTNAME_INVALID. */
  readonly cert?: { readonly subjectaltname?: string };
}

/** Whether a kept connection turned out to be closed. */
export function isStaleConnection(error: NodeError): boolean {
  return error.code === 'ECONNRESET' || error.code === 'EPIPE';
}

/** An error of Node's network in the words of Go's net, net/http and crypto/x509. */
export function describeNetworkError(error: NodeError, url: URL, dialled: NetworkAddress): string {
  const { code = '' } = error;
  const certificate = CERTIFICATE_ERRORS[code];
  if (certificate !== undefined) return `tls: failed to verify certificate: ${certificate}`;
  const dial = DIAL_ERRORS[code];
  if (dial !== undefined) return `dial tcp ${dialled.address}:${dialled.port}: ${dial}`;
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID')
    return `tls: failed to verify certificate: ${nameError(error, url)}`;
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return `dial tcp: lookup ${url.hostname}: no such host`;
  return OTHER_ERRORS[code] ?? error.message;
}

function nameError({ cert }: NodeError, { hostname }: URL): string {
  const isAddress = isIP(hostname) !== 0;
  const kind = isAddress ? 'IP Address:' : 'DNS:';
  const names = (cert?.subjectaltname ?? '').split(', ').filter((name) => name.startsWith(kind));
  if (isAddress && names.length === 0) {
    return `x509: cannot validate certificate for ${hostname} because it doesn't contain any IP SANs`;
  }
  return `x509: certificate is valid for ${names.map((name) => name.slice(kind.length)).join(', ')}, not ${hostname}`;
}
