import type { Connection } from '../kubeconfig/connection.ts';
import { fieldsList } from '../../http/json-fields.ts';
import type { ExecConfig } from './exec-config.ts';

const EXTENSION = 'client.authentication.k8s.io/exec';

/** The JSON of KUBERNETES_EXEC_INFO, the input of a credential plugin. */
export function execInfo(config: ExecConfig, connection: Connection, interactive: boolean): string {
  return JSON.stringify({
    kind: 'ExecCredential',
    apiVersion: config.apiVersion,
    spec: { interactive, ...(config.provideClusterInfo ? { cluster: clusterInfo(connection) } : {}) },
  });
}

function clusterInfo({ server, tls, proxyUrl, cluster }: Connection): Record<string, unknown> {
  const { insecure, authority, serverName } = tls;
  return {
    server: server.href.replace(/\/$/, ''),
    'tls-server-name': serverName,
    'insecure-skip-tls-verify': insecure || undefined,
    'certificate-authority-data':
      authority === undefined ? undefined : Buffer.from(authority).toString('base64'),
    'proxy-url': proxyUrl,
    config: extensionOf(cluster?.fields.extensions),
  };
}

function extensionOf(extensions: unknown): unknown {
  return fieldsList(extensions).find(({ name }) => name === EXTENSION)?.extension;
}
