import type { PodLogs } from '../api/pod-logs.ts';
import type { Clock } from '../clock.ts';
import type { Network } from '../network.ts';
import type { Objects } from '../objects/objects.ts';

export interface StartNodesOptions {
  readonly objects: Objects;
  readonly clock: Clock;
  /** Where registry hosts really listen. */
  readonly network: Network;
  /** Default: node-1 and node-2. */
  readonly names?: readonly string[];
  /** PEM certificates that the nodes trust, by `host[:port]` of image references. */
  readonly trustedAuthorities?: ReadonlyMap<string, string>;
  /** `host[:port]` of registries that the nodes speak plain http with. */
  readonly plainHttpHosts?: readonly string[];
}

export interface Nodes {
  readonly logs: PodLogs;
  /** Ends all containers and listens no more; objects stay as they are. */
  stop(): void;
}

/** Starts a scheduler and nodes with a kubelet each; the Node objects are there when it returns. */
export function startNodes(options: StartNodesOptions): Nodes {
  throw new Error(`not yet: ${options.names?.join() ?? ''}`);
}
