/** The sandbox as a cluster of the tests: in this process, with three registries on loopback. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ApiFailure, runningClock, seedCopierImage, startCluster } from '../../../src/sandbox/index.ts';
import type { ClusterHandle } from './cluster-handle.ts';
import { startSandboxRegistries } from './sandbox-registries.ts';

const NODES = ['node-1', 'node-2'];

const COPIER = { repository: 'regclient/regsync', tag: 'v0.11.7' };

/** How much faster than in a real cluster pods start and end, and back-offs pass. */
const SPEED = 20;

/** Its files are gone when the process is. */
export async function startSandboxCluster(): Promise<ClusterHandle> {
  const folder = mkdtempSync(path.join(tmpdir(), 'registry-switch-sandbox-'));
  process.once('exit', () => {
    rmSync(folder, { recursive: true, force: true });
  });
  const { source, target, harbor, plain, usersSeen, ...registries } = await startSandboxRegistries(folder);
  const refused = new Map<string, string>();
  const cluster = await startCluster({
    onRequest: ({ method, url }) => {
      const [, namespace = ''] = /^\/apis\/batch\/v1\/namespaces\/([^/]+)\/jobs$/.exec(url.pathname) ?? [];
      const message = method === 'POST' ? refused.get(namespace) : undefined;
      return message === undefined ? undefined : { failure: new ApiFailure(422, 'Invalid', message) };
    },
    clock: runningClock(SPEED),
    nodes: NODES,
    trustedAuthorities: new Map([source, target, harbor].map(({ host, ca }) => [host, ca])),
    plainHttpHosts: [plain.host],
  });
  seedCopierImage(plain, COPIER);
  const kubeconfig = path.join(folder, 'kubeconfig');
  writeFileSync(kubeconfig, cluster.kubeconfig, { mode: 0o600 });
  return {
    kubeconfig,
    source,
    target,
    harbor,
    plain: { host: plain.host, plainHttp: true },
    copierImage: `${plain.host}/${COPIER.repository}:${COPIER.tag}`,
    nodes: NODES,
    baseLayer: undefined,
    copyProcesses: [],
    reachedAs: (_, port) => `127.0.0.1:${port.toString()}`,
    stop: async () => {
      await Promise.all([cluster.stop(), registries.stop()]);
    },
    refuseJobs: (namespace, message) => refused.set(namespace, message),
    dropImages: async (part) => {
      cluster.dropImages(part);
      return Promise.resolve();
    },
    usersSeen: async (name) => Promise.resolve(usersSeen(name)),
    setRegistryFaults: registries.setFaults,
    setTargetManners: registries.setTargetManners,
  };
}
