import { RegistryError, type ErrorDetails } from '../../../domain/errors.ts';
import { type Destination, isOwnUrl, nameOfHost } from './destination.ts';
import { errorCode } from '../../http/error-code.ts';

/** Where a request failed. */
export interface FailurePlace {
  readonly url: URL;
  readonly destination: Destination;
  /** `host:port` of the proxy in between. */
  readonly proxy: string | undefined;
}

/** The certificate chain ends at an untrusted authority. */
const UNKNOWN_AUTHORITY = new Set([
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
]);

/** Other faults of a certificate, in our words. */
const BAD_CERTIFICATE: ReadonlyMap<string, string> = new Map([
  ['CERT_HAS_EXPIRED', 'its certificate has expired'],
  ['CERT_NOT_YET_VALID', 'its certificate is not valid yet'],
  ['CERT_REVOKED', 'its certificate is revoked'],
  ['CERT_SIGNATURE_FAILURE', 'its certificate has a wrong signature'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'its certificate is for another name'],
]);

const UNREACHABLE: ReadonlyMap<string, string> = new Map([
  ['ECONNREFUSED', 'connection refused'],
  ['ECONNRESET', 'the connection was closed'],
  ['EPIPE', 'the connection was closed'],
  ['ENOTFOUND', 'the name does not resolve'],
  ['EAI_AGAIN', 'the name temporarily does not resolve'],
  ['ETIMEDOUT', 'timeout'],
  ['EHOSTUNREACH', 'no route to the host'],
  ['ENETUNREACH', 'no route to the network'],
]);

/** Faults that mean: the other side does not speak TLS. */
const NOT_TLS = new Set(['EPROTO', 'ERR_SSL_WRONG_VERSION_NUMBER', 'ERR_SSL_PACKET_LENGTH_TOO_LONG']);

/** Turns an error of Node into one that users understand; decided by its code, never by its text. */
export function transportFailure(error: unknown, place: FailurePlace): RegistryError {
  const code = errorCode(error);
  const name = nameOfHost(place.url, place.destination);
  const { host } = place.destination;
  // The text of a proxy's error repeats the proxy's own answer: not kept as a cause.
  if (code === 'ERR_PROXY_TUNNEL') return proxyRefusal(place);
  const certificate = UNKNOWN_AUTHORITY.has(code)
    ? 'its certificate is signed by an unknown authority'
    : BAD_CERTIFICATE.get(code);
  if (certificate !== undefined) {
    const details = { nextStep: certificateStep(code, place), cause: error };
    return new RegistryError(
      'untrusted-certificate',
      host,
      `${name} cannot be trusted: ${certificate}`,
      details,
    );
  }
  if (code === 'ERR_BODY_TOO_LONG') {
    return new RegistryError('invalid', host, `${name} returned too much data`, { cause: error });
  }
  const reason = protocolFault(code) ?? UNREACHABLE.get(code);
  const message = `${name} cannot be reached: ${reason ?? `the connection failed${code && ` (${code})`}`}${by(place)}`;
  return new RegistryError('unreachable', host, message, { ...reachStep(code, place), cause: error });
}

/** Codes of Node's HTTP parser begin with HPE. */
function protocolFault(code: string): string | undefined {
  if (NOT_TLS.has(code)) return 'it does not answer with TLS';
  return code.startsWith('HPE_') ? 'it does not answer with HTTP' : undefined;
}

function by({ proxy }: FailurePlace): string {
  return proxy === undefined ? '' : ` (through the proxy ${proxy})`;
}

function proxyRefusal({ url, destination, proxy }: FailurePlace): RegistryError {
  const name = nameOfHost(url, destination);
  const message = `${name} cannot be reached: the proxy ${proxy ?? ''} refused the connection`;
  return new RegistryError('unreachable', destination.host, message, {
    nextStep: `Check HTTPS_PROXY, and add ${url.hostname} to NO_PROXY to reach it directly.`,
  });
}

function certificateStep(code: string, { url, destination }: FailurePlace): string {
  const host = isOwnUrl(url, destination) ? destination.host : url.host;
  return UNKNOWN_AUTHORITY.has(code)
    ? `Trust the registry's certificate authority with --registry-ca ${host}=FILE.`
    : `Renew the registry's certificate for this name, or use the name in the certificate.`;
}

function reachStep(code: string, { url, destination, proxy }: FailurePlace): ErrorDetails {
  if (NOT_TLS.has(code) && isOwnUrl(url, destination)) {
    return {
      nextStep: `If the registry uses plain http, give --registry-tls ${destination.host}=disabled.`,
    };
  }
  if (protocolFault(code) !== undefined) {
    return { nextStep: `Check the port of ${destination.host}, and whether it uses http or https.` };
  }
  if (proxy !== undefined) {
    return {
      nextStep: `Check HTTPS_PROXY, or add ${url.hostname} to NO_PROXY to reach it directly.`,
    };
  }
  if (code === 'ENOTFOUND') return { nextStep: `Check the registry's name: ${destination.host}.` };
  return {
    nextStep: `Check that ${url.host} is up and reachable from here; behind a proxy, set HTTPS_PROXY.`,
  };
}
