import { UsageError } from '../../../domain/errors.ts';
import type { ConnectionOptions } from '../connection-options.ts';
import type { ClientCertificate, Connection, ServerTls } from './connection.ts';
import { pathField, textField } from './entry-fields.ts';
import { impersonationOf } from './impersonation.ts';
import { inCluster } from './in-cluster.ts';
import type { KubeconfigEntry } from './kubeconfig.ts';
import { loadKubeconfig } from './load-kubeconfig.ts';
import { pemMaterial, readPem } from './pem-material.ts';
import { selectEntries } from './selected-entries.ts';

/** Flags, kubeconfig and environment resolved as kubectl does; mistakes in them are UsageErrors. */
export async function resolveConnection(
  options: ConnectionOptions,
  serviceAccountFolder?: string,
): Promise<Connection> {
  const env = options.env ?? process.env;
  const { context, cluster, user } = selectEntries(await loadKubeconfig(options.kubeconfig, env), options);
  const server = options.server ?? serverOf(cluster);
  if (server === undefined) return resolveInCluster(options, env, serviceAccountFolder);
  const tls = await serverTls(options, cluster);
  const clientCertificate = await clientCertificateOf(options, user);
  const hasTlsSettings = tls.insecure || (tls.authority ?? clientCertificate) !== undefined;
  return {
    server: serverUrl(server, hasTlsSettings),
    context: context?.name,
    namespace: textField(context, 'namespace') ?? 'default',
    tls,
    proxyUrl: textField(cluster, 'proxy-url'),
    compress: !(options.disableCompression ?? cluster?.fields['disable-compression'] === true),
    clientCertificate,
    ...tokenAndUser(options, user),
    cluster,
    impersonation: impersonationOf(options, user),
  };
}

function serverOf(cluster: KubeconfigEntry | undefined): string | undefined {
  const server = textField(cluster, 'server');
  if (server !== undefined || cluster === undefined) return server;
  throw new UsageError(`cluster "${cluster.name}" of ${cluster.file} has no server`);
}

async function serverTls(
  options: ConnectionOptions,
  cluster: KubeconfigEntry | undefined,
): Promise<ServerTls> {
  const { certificateAuthority, insecureSkipTlsVerify } = options;
  return {
    insecure: insecureSkipTlsVerify ?? cluster?.fields['insecure-skip-tls-verify'] === true,
    authority:
      certificateAuthority === undefined
        ? await pemMaterial(cluster, 'certificate-authority')
        : await readPem(certificateAuthority),
    serverName: options.tlsServerName ?? textField(cluster, 'tls-server-name'),
  };
}

async function clientCertificateOf(
  options: ConnectionOptions,
  user: KubeconfigEntry | undefined,
): Promise<ClientCertificate | undefined> {
  const { clientCertificate, clientKey } = options;
  const cert =
    clientCertificate === undefined
      ? await pemMaterial(user, 'client-certificate')
      : await readPem(clientCertificate);
  const key = clientKey === undefined ? await pemMaterial(user, 'client-key') : await readPem(clientKey);
  if (cert !== undefined && key !== undefined) return { cert, key };
  if (cert === undefined && key === undefined) return undefined;
  throw new UsageError(
    `user "${user?.name ?? ''}" has only a client ${cert === undefined ? 'key' : 'certificate'}`,
    {
      nextStep: 'Set both the client certificate and its key.',
    },
  );
}

/** A token on the command line replaces every other way to log in, but for a client certificate. */
function tokenAndUser(options: ConnectionOptions, user: KubeconfigEntry | undefined): Partial<Connection> {
  if (options.token !== undefined) return { token: options.token };
  const username = textField(user, 'username');
  return {
    token: textField(user, 'token'),
    tokenFile: pathField(user, 'tokenFile'),
    basic: username === undefined ? undefined : { username, password: textField(user, 'password') ?? '' },
    user,
  };
}

async function resolveInCluster(
  options: ConnectionOptions,
  env: NodeJS.ProcessEnv,
  folder: string | undefined,
): Promise<Connection> {
  const pod = await inCluster(env, folder);
  if (pod === undefined) {
    throw new UsageError('No cluster is configured: there is no kubeconfig with a current context', {
      nextStep: 'Set KUBECONFIG, pass --kubeconfig, or choose a context with --context.',
    });
  }
  return {
    server: serverUrl(pod.server, true),
    namespace: pod.namespace ?? 'default',
    tls: { insecure: options.insecureSkipTlsVerify ?? false, authority: pod.authority },
    compress: options.disableCompression !== true,
    ...(options.token === undefined ? { tokenFile: pod.tokenFile } : { token: options.token }),
    impersonation: impersonationOf(options, undefined),
  };
}

/** The URL of the API server; without a scheme it is https if there is anything about TLS, else http (kubectl). */
function serverUrl(server: string, hasTlsSettings: boolean): URL {
  const scheme = hasTlsSettings ? 'https' : 'http';
  const text = /^https?:\/\//i.test(server) ? server : `${scheme}://${server}`;
  if (!URL.canParse(text)) throw new UsageError(`invalid API server URL "${server}"`);
  const url = new URL(text);
  url.search = '';
  url.hash = '';
  url.username = '';
  url.password = '';
  return url;
}
