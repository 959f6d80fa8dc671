import { ClusterError } from '../../../domain/errors.ts';
import type { Connection } from '../kubeconfig/connection.ts';
import { fieldsOf, parsedOrUndefined } from '../../http/json-fields.ts';
import { createSingleFlight } from '../../http/single-flight.ts';
import type { Credentials, Login } from './credentials.ts';
import type { ExecConfig } from './exec-config.ts';
import { execInfo } from './exec-info.ts';
import { runExecPlugin } from './run-exec-plugin.ts';

/** Logins from a credential plugin: https://kubernetes.io/docs/reference/access-authn-authz/authentication/ */
export function execCredentials(
  config: ExecConfig,
  connection: Connection,
  { env, now }: { readonly env: NodeJS.ProcessEnv; readonly now: () => number },
): Credentials {
  return sharedLogin(async () => {
    const interactive = config.interactiveMode !== 'Never' && process.stdin.isTTY;
    if (config.interactiveMode === 'Always' && !interactive) {
      throw new ClusterError('unauthorized', `getting credentials: ${config.command} needs a terminal`, {
        nextStep: 'Log in with kubectl in a terminal first, or use a kubeconfig made for scripts.',
      });
    }
    const info = execInfo(config, connection, interactive);
    return parseExecCredential(await runExecPlugin(config, info, { interactive, env }), config);
  }, now);
}

/** Reads what the plugin printed. It is secret: no error quotes it. */
function parseExecCredential(output: string, config: ExecConfig): ExpiringLogin {
  const credential = fieldsOf(parsedOrUndefined(output));
  const {
    token,
    clientCertificateData: cert,
    clientKeyData: key,
    expirationTimestamp,
  } = fieldsOf(credential.status);
  const expires = typeof expirationTimestamp === 'string' ? Date.parse(expirationTimestamp) : undefined;
  const authorization = typeof token === 'string' && token !== '' ? `Bearer ${token}` : undefined;
  const certificate =
    typeof cert === 'string' && typeof key === 'string' && cert !== '' ? { cert, key } : undefined;
  if (credential.apiVersion === config.apiVersion && (authorization ?? certificate) !== undefined) {
    return { authorization, certificate, expires };
  }
  throw new ClusterError(
    'unauthorized',
    `getting credentials: ${config.command} printed no ${config.apiVersion} credential`,
    {
      nextStep: 'Update the credential plugin, or the kubeconfig that was made for another version of it.',
    },
  );
}

/** A login that may end at a given time (milliseconds since 1970). */
interface ExpiringLogin extends Login {
  readonly expires?: number | undefined;
}

/** Fetches a login once for all requests that run in parallel, and again when it has expired or was rejected. */
function sharedLogin(fetchLogin: () => Promise<ExpiringLogin>, now: () => number): Credentials {
  const isFresh = ({ expires = Infinity }: ExpiringLogin): boolean => now() < expires;
  const logins = createSingleFlight<ExpiringLogin>({ isFresh, now });
  const current = async (): Promise<Login> => logins.get('', fetchLogin, undefined);
  return {
    current,
    renew: async (rejected) => {
      logins.forget('', rejected);
      return current();
    },
  };
}
