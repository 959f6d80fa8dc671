import { runCommand } from './run-command.ts';

interface NodeList {
  readonly items: readonly {
    readonly metadata: { readonly name: string };
    readonly spec: { readonly taints?: readonly unknown[] };
    readonly status: {
      readonly conditions?: readonly { readonly type: string; readonly status: string }[];
      readonly nodeInfo: { readonly kubeletVersion: string; readonly containerRuntimeVersion: string };
    };
  }[];
}

/** The nodes that take pods: ready, and without the taint of a node that is not. */
export async function readyNodes(kubectl: readonly string[]): Promise<NodeList['items']> {
  const { items } = JSON.parse(await runCommand([...kubectl, 'get', 'nodes', '-o', 'json'])) as NodeList;
  return items.filter(
    ({ spec, status }) =>
      spec.taints === undefined &&
      status.conditions?.some(({ type, status: value }) => type === 'Ready' && value === 'True') === true,
  );
}

/** One line on what the cluster is: `Kubernetes v1.2.3, containerd 1.2.3, nodes ready: a b`. */
export async function describeCluster(kubectl: readonly string[]): Promise<string> {
  const nodes = await readyNodes(kubectl);
  const info = nodes[0]?.status.nodeInfo;
  const runtime = info?.containerRuntimeVersion.replace('://', ' ') ?? 'no container runtime';
  const names = nodes.map(({ metadata }) => metadata.name).join(' ');
  return `Kubernetes ${info?.kubeletVersion ?? 'without nodes'}, ${runtime}, nodes ready: ${names}`;
}
