import type { PodLogs } from '../api/pod-logs.ts';
import type { Clock } from '../clock.ts';
import type { Network } from '../network.ts';
import { LEASES, NAMESPACES, NODES } from '../objects/api-resources.ts';
import type { Objects } from '../objects/objects.ts';
import { eventRecorder } from '../objects/record-event.ts';
import { openWire } from '../oci/wire.ts';
import { BackOff } from './back-off.ts';
import { ImageManager } from './images/image-manager.ts';
import { Kubelet } from './kubelet.ts';
import { LogBook } from './log-book.ts';
import { nodeDraft } from './node-draft.ts';
import { apiTime } from './pod.ts';
import { Scheduler } from './scheduler.ts';

const LEASE_NAMESPACE = 'kube-node-lease';

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
  /** Removes all images whose name says this from all nodes, as `crictl rmi` does. */
  dropImages(part: string): void;
  /** Ends all containers and listens no more; objects stay as they are. */
  stop(): void;
}

/** Starts a scheduler and nodes with a kubelet each; the Node objects are there when it returns. */
export function startNodes(options: StartNodesOptions): Nodes {
  const { objects, clock, network, names = ['node-1', 'node-2'] } = options;
  const logs = new LogBook();
  const recordEvent = eventRecorder(objects, clock);
  const restarts = new BackOff(clock);
  const wire = openWire(network);
  const reach = {
    wire,
    clock,
    trustedAuthorities: options.trustedAuthorities ?? new Map<string, string>(),
    plainHttpHosts: new Set(options.plainHttpHosts),
  };
  const kubelets = names.map((nodeName, index) => {
    const hostIp = `10.240.0.${index + 11}`;
    register(options, { name: nodeName, address: hostIp, podCidr: `10.244.${index}.0/24` });
    const images = new ImageManager(reach);
    const nextPodIp = addresses(index);
    const shared = { objects, clock, network, logs, recordEvent, restarts };
    return { images, kubelet: new Kubelet({ ...shared, nodeName, hostIp, images, nextPodIp }) };
  });
  const scheduler = new Scheduler({ objects, clock, recordEvent });
  return {
    logs,
    dropImages: (part) => {
      for (const { images } of kubelets) images.dropImages(part);
    },
    stop: () => {
      scheduler.stop();
      for (const { images, kubelet } of kubelets) {
        kubelet.stop();
        images.stop();
      }
      restarts.stop();
      wire.close();
    },
  };
}

function register(
  { objects, clock }: StartNodesOptions,
  identity: { readonly name: string; readonly address: string; readonly podCidr: string },
): void {
  const draft = nodeDraft({ ...identity, now: apiTime(clock.now()) });
  if (objects.get(NODES, identity) === undefined) objects.create(NODES, draft);
  objects.updateStatus(NODES, identity, () => draft);
  if (objects.get(NAMESPACES, { name: LEASE_NAMESPACE }) !== undefined)
    takeLease(objects, identity.name, clock);
}

/** The sign of life that `kubectl describe node` shows; nobody waits for the next one here. */
function takeLease(objects: Objects, name: string, clock: Clock): void {
  const place = { namespace: LEASE_NAMESPACE, name };
  if (objects.get(LEASES, place) !== undefined) return;
  const renewTime = clock.now().toISOString().replace('Z', '000Z');
  objects.create(LEASES, {
    metadata: place,
    spec: { holderIdentity: name, leaseDurationSeconds: 40, renewTime },
  });
}

/** One address after the other, from the second on: the first is the gateway's. */
function addresses(node: number): () => string {
  let last = 1;
  return () => {
    last += 1;
    return `10.${244 + Math.floor(last / 254)}.${node}.${(last % 254) + 1}`;
  };
}
