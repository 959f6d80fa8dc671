import { stringify } from 'yaml';
import type { SandboxUser } from './access/api-user.ts';

export interface KubeconfigServer {
  readonly url: string;
  /** PEM. */
  readonly certificateAuthority: string;
}

const CLUSTER = 'sandbox';

/** A kubeconfig (client-go, clientcmd/api/v1 `Config`) that knows all users and acts as one of them. */
export function kubeconfigText(
  { url, certificateAuthority }: KubeconfigServer,
  users: readonly SandboxUser[],
  current: string,
): string {
  if (!users.some(({ name }) => name === current)) throw new Error(`no user ${current} in the sandbox`);
  const authority = Buffer.from(certificateAuthority).toString('base64');
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: CLUSTER, cluster: { server: url, 'certificate-authority-data': authority } }],
    users: users.map(({ name, token }) => ({ name, user: { token } })),
    contexts: users.map(({ name }) => ({ name: contextOf(name), context: { cluster: CLUSTER, user: name } })),
    'current-context': contextOf(current),
  });
}

/** The administrator's context has the cluster's name. */
function contextOf(user: string): string {
  return user === ADMINISTRATOR ? CLUSTER : `${CLUSTER}-${user}`;
}

export const ADMINISTRATOR = 'kubernetes-admin';
