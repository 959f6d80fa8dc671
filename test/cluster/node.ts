import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { nodeCgroup } from './cgroups.ts';
import { certificateFiles } from './certificates.ts';
import type { ClusterFolder } from './cluster-folder.ts';
import { startComponent, untilComponent } from './component.ts';
import { containerdConfig, kubeletConfig, podNetworkConfig } from './node-config.ts';
import { writeKubeconfig } from './kubeconfig.ts';
import { GATEWAY, NODES, type NodeLayout } from './layout.ts';
import { BRIDGE } from './network.ts';
import { runCommand } from './run-command.ts';

/** A node's own /var and /run: to its containerd and kubelet it is a machine, with everything in the usual places. */
const MACHINE_SCRIPT = `
mount --bind "$1/var" /var
mount -t tmpfs tmpfs /run
ip link set lo up
ip link set "$2" name eth0
ip address add "$3/24" dev eth0
ip link set eth0 up
ip route add default via ${GATEWAY}
echo 1 > /proc/sys/net/ipv4/ip_forward
`;

interface NodeFiles {
  readonly root: string;
  readonly containerdConfig: string;
  readonly kubeletConfig: string;
  readonly kubeconfig: string;
}

/** Makes a node within the cluster's namespaces: network and mounts of its own, a running containerd. */
export async function startNode(
  cluster: ClusterFolder,
  node: NodeLayout,
  registryHosts: string,
): Promise<string> {
  const files = writeNodeFiles(cluster, node, registryHosts);
  const pid = await nodeNamespaces(cluster, node);
  const [outer, inner] = [`${node.name}-up`, `${node.name}-eth`];
  await runCommand(['ip', 'link', 'add', outer, 'type', 'veth', 'peer', 'name', inner, 'netns', pid]);
  await runCommand(['ip', 'link', 'set', outer, 'master', BRIDGE, 'up']);
  await runCommand(['ip', 'route', 'add', node.podNetwork, 'via', node.address]);
  await runCommand(inNode(pid, ['sh', '-euc', MACHINE_SCRIPT, 'sh', files.root, inner, node.address]));
  await addRoutesToOtherNodes(pid, node);
  const command = inNode(pid, ['containerd', '--config', files.containerdConfig]);
  const containerd = startComponent(`${node.name}-containerd`, cluster.logs, command);
  const version = inNode(pid, ['ctr', 'version']);
  await untilComponent(containerd, 20, async () => runCommand(version).catch(() => undefined));
  return pid;
}

/** Starts the kubelet of a node; `pid` is what `startNode` returned. */
export function startKubelet(cluster: ClusterFolder, node: NodeLayout, binaries: string, pid: string): void {
  const files = nodeFiles(cluster, node);
  writeKubeconfig(files.kubeconfig, cluster.certificates, node.name);
  const flags = [
    `--config=${files.kubeletConfig}`,
    `--kubeconfig=${files.kubeconfig}`,
    `--hostname-override=${node.name}`,
    `--node-ip=${node.address}`,
  ];
  startComponent(
    `${node.name}-kubelet`,
    cluster.logs,
    inNode(pid, [path.join(binaries, 'kubelet'), ...flags]),
  );
}

/** Runs a command on a node, from within the cluster's namespaces. */
export function onNode(cluster: ClusterFolder, node: NodeLayout): string[] {
  return inNode(readFileSync(pidFileOf(cluster, node), 'utf8').trim(), []);
}

function pidFileOf({ root }: ClusterFolder, { name }: NodeLayout): string {
  return path.join(root, name, 'pid');
}

/** Makes the namespaces and returns their holder's process id as this process sees it. */
async function nodeNamespaces(cluster: ClusterFolder, node: NodeLayout): Promise<string> {
  const pidFile = pidFileOf(cluster, node);
  const hold = ['sh', '-c', 'echo $$ > "$1" && exec sleep infinity', 'sh', pidFile];
  const holder = startComponent(node.name, cluster.logs, [
    'unshare',
    '--net',
    '--mount',
    '--propagation',
    'slave',
    ...hold,
  ]);
  return untilComponent(holder, 10, () => {
    const pid = readFileSync(pidFile, { encoding: 'utf8', flag: 'a+' }).trim();
    return pid === '' ? undefined : pid;
  });
}

async function addRoutesToOtherNodes(pid: string, node: NodeLayout): Promise<void> {
  for (const other of NODES.filter((candidate) => candidate !== node)) {
    await runCommand(inNode(pid, ['ip', 'route', 'add', other.podNetwork, 'via', other.address]));
  }
}

function inNode(pid: string, command: readonly string[]): string[] {
  return ['nsenter', '--target', pid, '--net', '--mount', '--', ...command];
}

function nodeFiles(cluster: ClusterFolder, node: NodeLayout): NodeFiles {
  const root = path.join(cluster.root, node.name);
  return {
    root,
    containerdConfig: path.join(root, 'containerd.toml'),
    kubeletConfig: path.join(root, 'kubelet.yaml'),
    kubeconfig: path.join(root, 'kubeconfig'),
  };
}

function writeNodeFiles(cluster: ClusterFolder, node: NodeLayout, registryHosts: string): NodeFiles {
  const files = nodeFiles(cluster, node);
  const podNetworks = path.join(files.root, 'net.d');
  for (const folder of ['var/lib', 'var/log', 'var/tmp', 'net.d']) {
    mkdirSync(path.join(files.root, folder), { recursive: true });
  }
  writeFileSync(path.join(podNetworks, '10-pods.conflist'), JSON.stringify(podNetworkConfig(node)));
  writeFileSync(files.containerdConfig, containerdConfig({ registryHosts, podNetworks }));
  const kubelet = kubeletConfig({
    clientAuthority: certificateFiles(cluster.certificates, 'cluster-ca').certificate,
    serving: certificateFiles(cluster.certificates, node.name),
    cgroup: nodeCgroup(cluster.name, node.name),
  });
  writeFileSync(files.kubeletConfig, JSON.stringify(kubelet, undefined, 2));
  return files;
}
