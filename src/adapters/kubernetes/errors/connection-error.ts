import { ClusterError } from '../../../domain/errors.ts';
import { errorCode } from '../../http/error-code.ts';
import { isRequestTimeout } from '../transport/request-timeout.ts';

/** The server as kubectl names it in such messages. */
function hostOf(server: URL): string {
  return `${server.hostname}:${server.port || (server.protocol === 'https:' ? '443' : '80')}`;
}

function isProxyProblem(error: unknown): boolean {
  return errorCode(error).startsWith('ERR_PROXY');
}

const UNTRUSTED = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'CERT_SIGNATURE_FAILURE',
]);

const CHECK_SERVER =
  'Check the server of your kubeconfig context and whether this machine reaches it (VPN, proxy).';

/** Explains why no (complete) answer came. */
export function connectionError(server: URL, error: unknown): ClusterError {
  const { message, nextStep } = explain(server, error);
  // What node says of a proxy quotes its URL, in which the password is.
  const cause = isProxyProblem(error) ? undefined : error;
  return new ClusterError('unreachable', message, { nextStep, cause });
}

interface Explanation {
  readonly message: string;
  readonly nextStep: string;
}

function explain(server: URL, error: unknown): Explanation {
  const code = errorCode(error);
  const host = hostOf(server);
  const where = server.href.replace(/\/$/, '');
  if (isRequestTimeout(error)) {
    return {
      message: `${where} did not answer within the request timeout`,
      nextStep: 'Raise --request-timeout, or check whether this machine reaches the server.',
    };
  }
  if (code === 'ECONNREFUSED') {
    return {
      message: `The connection to the server ${host} was refused - did you specify the right host or port?`,
      nextStep: CHECK_SERVER,
    };
  }
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return {
      message: `Unable to connect to ${where}: no such host "${server.hostname}"`,
      nextStep: CHECK_SERVER,
    };
  }
  if (isProxyProblem(error)) {
    return {
      message: `Unable to connect to ${where}: the proxy refuses to lead there`,
      nextStep: 'Check the proxy: proxy-url of the kubeconfig, else HTTPS_PROXY and NO_PROXY.',
    };
  }
  return (
    certificateProblem(where, code) ?? {
      message: `Unable to connect to ${where}: ${error instanceof Error ? error.message : 'connection failed'}`,
      nextStep: CHECK_SERVER,
    }
  );
}

function certificateProblem(where: string, code: string): Explanation | undefined {
  if (UNTRUSTED.has(code)) {
    return {
      message: `Unable to connect to ${where}: its certificate is signed by an unknown authority`,
      nextStep: 'Put the authority that signed it into the kubeconfig (certificate-authority-data).',
    };
  }
  if (code === 'CERT_HAS_EXPIRED' || code === 'CERT_NOT_YET_VALID') {
    return {
      message: `Unable to connect to ${where}: its certificate has expired or is not yet valid`,
      nextStep: 'Renew the certificate of the API server, or set the clock of this machine right.',
    };
  }
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return {
      message: `Unable to connect to ${where}: its certificate is for another host name`,
      nextStep: 'Use a server URL that the certificate names, or set tls-server-name in the kubeconfig.',
    };
  }
  return undefined;
}
