/** The cluster that the tests of this process work with: a real one, or a sandbox that is started when first needed. */
import { clusterFromEnvironment, type ClusterHandle } from './cluster-handle.ts';

let cluster: Promise<ClusterHandle> | undefined;

/** `CLUSTER_KUBECONFIG` says that there is a real one. */
export function isReal(environment: NodeJS.ProcessEnv = process.env): boolean {
  return environment.CLUSTER_KUBECONFIG !== undefined;
}

/** Always the same. */
export async function theCluster(): Promise<ClusterHandle> {
  cluster ??= isReal() ? Promise.resolve(clusterFromEnvironment()) : startSandbox();
  return cluster;
}

async function startSandbox(): Promise<ClusterHandle> {
  const { startSandboxCluster } = await import('./sandbox-cluster.ts');
  return startSandboxCluster();
}
