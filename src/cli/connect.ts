/** From kubectl's flags to a cluster. */
import { setFlagsFromString } from 'node:v8';
import type { ClusterError } from '../domain/errors.ts';
import type { Cluster } from '../domain/ports/cluster.ts';
import type { ConnectionFlags } from './flags/connection-flags.ts';
import { parseDuration } from './parse-duration.ts';

/**
 * Sends nothing yet; `warn` is told of a connection that is lost in the middle of something. Throws UsageError for a
 * kubeconfig that cannot be used.
 */
export async function connect(flags: ConnectionFlags, warn: (sentence: string) => void): Promise<Cluster> {
  // Lists are parsed a little at a time and let go: a young heap that grows on, to 64 MB, only holds more of their
  // garbage. Until here it may grow: one that is too small for what is loaded makes each start slower.
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
      warn(`the connection to the cluster is lost, trying again: ${message}`);
    },
    silent: (seconds: number) => {
      warn(`the cluster has not answered for ${seconds}s, still waiting (--request-timeout limits that)`);
    },
    back: () => {
      warn('the cluster answers again');
    },
  };
  return connectCluster(options, { watch });
}
