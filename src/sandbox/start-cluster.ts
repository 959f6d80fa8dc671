/** A whole cluster in this process: objects, their API, the controllers and the nodes. */
import { createDefaultRoles } from './api/access/default-roles.ts';
import type { SandboxUser } from './api/access/api-user.ts';
import type { Permits } from './api/access/permits.ts';
import type { ApiFaultHook } from './api/http/api-fault.ts';
import type { SandboxApi } from './api/sandbox-api.ts';
import { startApi } from './api/start-api.ts';
import { runningClock, type Clock } from './clock.ts';
import { startControllers } from './controllers/start-controllers.ts';
import type { Network } from './network.ts';
import { startNodes } from './nodes/start-nodes.ts';
import { NAMESPACES } from './objects/api-resources.ts';
import { KeptObjects } from './objects/kept-objects.ts';
import type { Objects } from './objects/objects.ts';

/** How the cluster is made up; everything has a default. */
export interface SandboxClusterOptions {
  /** Default: one that runs at the real speed. */
  readonly clock?: Clock;
  /** Port of the API; default: any free port. */
  readonly port?: number;
  /** Default: node-1 and node-2. */
  readonly nodes?: readonly string[];
  /** Where registry hosts really listen; default: as their names say. */
  readonly network?: Network;
  /** PEM certificates that the nodes trust, by `host[:port]` of image references. */
  readonly trustedAuthorities?: ReadonlyMap<string, string>;
  /** `host[:port]` of registries that the nodes speak plain http with. */
  readonly plainHttpHosts?: readonly string[];
  /** Users besides the administrator. */
  readonly users?: readonly SandboxUser[];
  /** What anybody may do besides what the roles allow that are bound to them; default: nothing. */
  readonly permits?: Permits;
  /** Makes answers of the API go wrong. */
  readonly onRequest?: ApiFaultHook;
}

export interface SandboxCluster {
  /** `https://127.0.0.1:port`. */
  readonly url: string;
  /** Of the administrator (YAML). */
  readonly kubeconfig: string;
  readonly api: SandboxApi;
  /** For seeding and looking, past the API. */
  readonly objects: Objects;
  /** Removes all images whose name says this from all nodes, as `crictl rmi` does. */
  dropImages(part: string): void;
  /** Ends all containers, cuts all connections and closes the port. */
  stop(): Promise<void>;
}

const FIRST_NAMESPACES = ['default', 'kube-node-lease', 'kube-public', 'kube-system'];

/** Starts a cluster; rejects when its port is taken. */
export async function startCluster(options: SandboxClusterOptions = {}): Promise<SandboxCluster> {
  const {
    nodes: names,
    network = { addressOf: () => undefined },
    clock = runningClock(),
    ...others
  } = options;
  const objects = new KeptObjects(clock);
  createDefaultRoles(objects);
  for (const name of FIRST_NAMESPACES) objects.create(NAMESPACES, { metadata: { name } });
  const nodes = startNodes({ objects, clock, network, ...(names === undefined ? {} : { names }), ...others });
  const api = await startApi({ objects, clock, logs: nodes.logs, ...others });
  const controllers = startControllers({ objects, clock, clusterCa: api.certificateAuthority });
  return {
    url: api.url,
    kubeconfig: api.kubeconfig,
    api,
    objects,
    dropImages: (part) => {
      nodes.dropImages(part);
    },
    stop: async () => {
      controllers.stop();
      nodes.stop();
      await api.stop();
    },
  };
}
