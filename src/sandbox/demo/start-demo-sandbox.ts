/** Starts all that the demo stands on: registries, the way to them, a cluster, and the files that lead there. */
import { runningClock } from '../clock.ts';
import type { SandboxRegistry } from '../registry/sandbox-registry.ts';
import type { Objects } from '../objects/objects.ts';
import type { Network } from '../network.ts';
import { startCluster } from '../start-cluster.ts';
import type { SandboxPlaces } from './demo-environment.ts';
import { runStorefrontOperator } from './estate/storefront-operator.ts';
import { makePrivateFolder, type PrivateFolder } from './private-folder.ts';
import { startProxy } from './registries/start-proxy.ts';
import { findRegistry, startRegistries } from './registries/start-registries.ts';

export interface DemoSandbox {
  readonly folder: PrivateFolder;
  readonly places: SandboxPlaces;
  /** URL of the API server. */
  readonly server: string;
  readonly objects: Objects;
  readonly registries: ReadonlyMap<string, SandboxRegistry>;
  /** Where their names lead. */
  readonly network: Network;
}

/** What has to be ended again, in the order in which it began. */
export type Endings = (() => Promise<void> | void)[];

export const DEMO_NODES: readonly string[] = ['node-1', 'node-2', 'node-3'];

/** How much faster than in a real cluster pods start, and back-offs pass. */
const SPEED = 8;

/** What was started is in `endings` even when something after it fails. */
export async function startDemoSandbox(copierHost: string, endings: Endings): Promise<DemoSandbox> {
  const folder = makePrivateFolder();
  endings.push(() => {
    folder.remove();
  });
  const registries = await startRegistries(copierHost);
  endings.push(async () => registries.stop());
  const proxy = await startProxy((authority) =>
    authority.endsWith(':443') ? findRegistry(registries.byHost, authority) : undefined,
  );
  endings.push(async () => proxy.stop());
  const trustedAuthorities = new Map([...registries.byHost.keys()].map((host) => [host, registries.ca]));
  const cluster = await startCluster({
    clock: runningClock(SPEED),
    network: registries.network,
    nodes: DEMO_NODES,
    trustedAuthorities,
  });
  endings.push(async () => cluster.stop());
  endings.push(runStorefrontOperator(cluster.objects));
  return {
    folder,
    places: {
      kubeconfig: folder.write('kubeconfig', cluster.kubeconfig),
      proxy: proxy.url,
      ca: folder.write('ca.pem', registries.ca),
    },
    server: cluster.url,
    objects: cluster.objects,
    registries: registries.byHost,
    network: registries.network,
  };
}
