/** The cluster that the tests of this process work with: a real one, or a sandbox that is started when first needed. */
import { connectToCluster } from '../../support/kube-connection.ts';
import { KUBERNETES_VERSION } from '../../../src/sandbox/index.ts';
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

/** Ends what was started here; a real cluster goes on. */
export async function stopTheCluster(): Promise<void> {
  await (await cluster)?.stop();
  cluster = undefined;
}

/** `the real cluster (v1.36.3, containerd://1.6.20, 2 nodes)`; asks nothing but a real one. */
export async function describeTheCluster(): Promise<string> {
  if (!isReal()) return `the sandbox (${KUBERNETES_VERSION}, in the process of the tests)`;
  using connection = await connectToCluster((await theCluster()).kubeconfig);
  const answer = await connection.send({ method: 'GET', path: '/api/v1/nodes' });
  const { items } = JSON.parse(Buffer.concat(await answer.toArray()).toString()) as NodeList;
  const { kubeletVersion, containerRuntimeVersion } = items[0]?.status.nodeInfo ?? {};
  return `the real cluster (${[kubeletVersion, containerRuntimeVersion].join(', ')}, ${items.length.toString()} nodes)`;
}

interface NodeList {
  readonly items: readonly {
    readonly status: {
      readonly nodeInfo: { readonly kubeletVersion: string; readonly containerRuntimeVersion: string };
    };
  }[];
}
