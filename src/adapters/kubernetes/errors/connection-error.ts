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

const CHECK_SERVER =
  'Check the server of your kubeconfig context and that it is reachable from this machine (VPN, proxy).';

interface Explanation {
  readonly message: string;
  readonly nextStep: string;
}

const UNTRUSTED: Explanation = {
  message: 'its certificate is signed by an unknown authority',
  nextStep: 'Add its certificate authority to the kubeconfig (certificate-authority-data).',
};
const OUT_OF_DATE: Explanation = {
  message: 'its certificate has expired or is not yet valid',
  nextStep: 'Renew the certificate of the API server, or correct the clock of this machine.',
};

/** By the codes of node and OpenSSL. */
const CERTIFICATE_PROBLEMS: Readonly<Record<string, Explanation>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: UNTRUSTED,
  SELF_SIGNED_CERT_IN_CHAIN: UNTRUSTED,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNTRUSTED,
  UNABLE_TO_GET_ISSUER_CERT: UNTRUSTED,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNTRUSTED,
  CERT_SIGNATURE_FAILURE: UNTRUSTED,
  CERT_HAS_EXPIRED: OUT_OF_DATE,
  CERT_NOT_YET_VALID: OUT_OF_DATE,
  ERR_TLS_CERT_ALTNAME_INVALID: {
    message: 'its certificate is for another host name',
    nextStep: 'Use a server URL with a name in the certificate, or set tls-server-name in the kubeconfig.',
  },
};

/** Explains why there was no (complete) response. */
export function connectionError(server: URL, error: unknown): ClusterError {
  const { message, nextStep } = explain(server, error);
  // What node says of a proxy quotes its URL, in which the password is.
  const cause = isProxyProblem(error) ? undefined : error;
  return new ClusterError('unreachable', message, { nextStep, cause });
}

function explain(server: URL, error: unknown): Explanation {
  const where = server.href.replace(/\/$/, '');
  if (isRequestTimeout(error)) {
    return {
      message: `${where} did not answer within the request timeout`,
      nextStep: 'Increase --request-timeout, or check that the server is reachable from this machine.',
    };
  }
  if (errorCode(error) === 'ECONNREFUSED') {
    return {
      message: `The connection to the server ${hostOf(server)} was refused - did you specify the right host or port?`,
      nextStep: CHECK_SERVER,
    };
  }
  const { message, nextStep } = problemOf(server, error);
  return { message: `Unable to connect to ${where}: ${message}`, nextStep };
}

function problemOf({ hostname }: URL, error: unknown): Explanation {
  const code = errorCode(error);
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return { message: `no such host "${hostname}"`, nextStep: CHECK_SERVER };
  }
  if (isProxyProblem(error)) {
    return {
      message: 'the proxy refused the connection',
      nextStep: 'Check the proxy: proxy-url in the kubeconfig, otherwise HTTPS_PROXY and NO_PROXY.',
    };
  }
  const message = error instanceof Error ? error.message : 'connection failed';
  return CERTIFICATE_PROBLEMS[code] ?? { message, nextStep: CHECK_SERVER };
}
