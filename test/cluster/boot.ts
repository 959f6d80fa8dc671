// Run inside the cluster's namespaces by `bootCluster`: node boot.ts NAME BINARIES
// Starts everything and ends when both nodes are ready; the components stay.
import { regsyncLayer } from '../support/image-layers.ts';
import { pushImage } from '../support/push-image.ts';
import { makeCertificates } from './certificates.ts';
import { clusterFolder, type ClusterFolder } from './cluster-folder.ts';
import { readyNodes } from './cluster-status.ts';
import { startApiServer, startControllers, startEtcd } from './control-plane.ts';
import { until } from './deadline.ts';
import { writeKubeconfig } from './kubeconfig.ts';
import { COPIER, NODES, PAUSE, PLAIN } from './layout.ts';
import { setUpNetwork, startNameServer } from './network.ts';
import { startKubelet, startNode } from './node.ts';
import { startRegistries, writeRegistryHosts } from './registries.ts';
import { runCommand } from './run-command.ts';

const [, , name = '', binaries = ''] = process.argv;

try {
  await boot(clusterFolder(name));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

async function boot(cluster: ClusterFolder): Promise<void> {
  await Promise.all([makeCertificates(cluster.certificates), setUpNetwork(cluster.root)]);
  writeKubeconfig(cluster.kubeconfig, cluster.certificates, 'admin');
  const [nodes] = await Promise.all([
    startNodes(cluster),
    startEtcd(cluster, binaries).then(async () => startApiServer(cluster, binaries)),
    startRegistries(cluster).then(pushImages),
    startNameServer(cluster.logs),
  ]);
  startControllers(cluster, binaries);
  for (const { node, pid } of nodes) startKubelet(cluster, node, binaries, pid);
  await nodesReady(cluster);
}

async function startNodes(cluster: ClusterFolder) {
  const hosts = writeRegistryHosts(cluster);
  return Promise.all(NODES.map(async (node) => ({ node, pid: await startNode(cluster, node, hosts) })));
}

/** Pushes what the nodes and the tests' copy Jobs need: the sandbox image (any image that waits will do) and regsync. */
async function pushImages(): Promise<void> {
  const registry = { host: PLAIN.host, plainHttp: true };
  await pushImage(registry, PAUSE);
  await pushImage(registry, {
    ...COPIER,
    base: regsyncLayer(`${binaries}/regsync`),
    layers: [],
    entrypoint: ['/regsync'],
    user: 'appuser',
  });
}

/** Waits for the nodes, and for the service account without which no pod of the default namespace is let in. */
async function nodesReady(cluster: ClusterFolder): Promise<void> {
  const kubectl = [`${binaries}/kubectl`, '--kubeconfig', cluster.kubeconfig];
  await until('nodes ready', 60, async () => {
    const ready = await readyNodes(kubectl);
    return ready.length === NODES.length ? true : undefined;
  });
  await until('default service account', 30, async () =>
    runCommand([...kubectl, 'get', 'serviceaccount', 'default']).catch(() => undefined),
  );
}
