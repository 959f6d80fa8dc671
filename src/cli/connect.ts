import { setFlagsFromString } from 'node:v8';
import type { ClusterError } from '../domain/errors.ts';
import type { Cluster } from '../domain/ports/cluster.ts';
import type { ConnectionFlags } from './flags/connection-flags.ts';
import { parseDuration } from './parse-duration.ts';

/**
 * Sends no request yet; `warn` is called when the connection is lost during a request. Throws UsageError for an
 * unusable kubeconfig.
 */
export async function connect(flags: ConnectionFlags, warn: (sentence: string) => void): Promise<Cluster> {
  // Lists are parsed piece by piece and released: a young generation growing to 64 MB would only hold more garbage.
  // Limited only here, since a small one slows down loading at start.
  setFlagsFromString('--semi-space-growth-factor=1');
  const { connectCluster } = await import('../adapters/kubernetes/connect-cluster.ts');
  const options = {
    ...flags,
    certificateAuthority: flags['certificate-authority'],
    ...(flags['insecure-skip-tls-verify'] ? { insecureSkipTlsVerify: true } : {}),
    asGroups: flags['as-group'],
    asUid: flags['as-uid'],
    requestTimeoutSeconds: parseDuration(flags['request-timeout'], '--request-timeout'),
  };
  const watch = {
    lost: ({ message }: ClusterError) => {
      warn(`lost the connection to the cluster, retrying: ${message}`);
    },
    silent: (seconds: number) => {
      warn(`no answer from the cluster for ${seconds}s, still waiting (limit this with --request-timeout)`);
    },
    back: () => {
      warn('the connection to the cluster is restored');
    },
  };
  return connectCluster(options, { watch });
}
