/** From kubectl's flags to a cluster. */
import type { Cluster } from '../domain/ports/cluster.ts';
import { parseDuration } from './parse-duration.ts';

/** The values of `connectionFlags`. */
export interface ConnectionValues {
  readonly kubeconfig: string | undefined;
  readonly context: string | undefined;
  readonly cluster: string | undefined;
  readonly user: string | undefined;
  readonly server: string | undefined;
  readonly 'certificate-authority': string | undefined;
  readonly 'insecure-skip-tls-verify': boolean;
  readonly as: string | undefined;
  readonly 'as-group': string[] | undefined;
  readonly 'as-uid': string | undefined;
  readonly 'request-timeout': string;
}

/** Sends nothing yet. Throws UsageError for a kubeconfig that cannot be used. */
export async function connect(flags: ConnectionValues): Promise<Cluster> {
  const { connectCluster } = await import('../adapters/kubernetes/connect-cluster.ts');
  return connectCluster({
    ...flags,
    certificateAuthority: flags['certificate-authority'],
    ...(flags['insecure-skip-tls-verify'] ? { insecureSkipTlsVerify: true } : {}),
    asGroups: flags['as-group'],
    asUid: flags['as-uid'],
    requestTimeoutSeconds: parseDuration(flags['request-timeout'], '--request-timeout'),
  });
}
