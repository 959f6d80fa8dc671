/** Makes the nodes of a cluster Deckhouse's: the first is of the group `master`, all others are of `worker`. */
import { NODES } from '../../objects/api-resources.ts';
import type { KubeClient } from '../kube/kube-client.ts';
import {
  CHECKSUM,
  CONTAINERD_LABEL,
  GROUP_LABEL,
  REGISTRY_VERSION,
  UPDATE_ANNOTATIONS,
} from './node-step.ts';

/** `checksums` by group: what is expected of the nodes, they have applied already. Nodes that have a group keep it. */
export async function joinNodes(
  kube: KubeClient,
  checksums: Readonly<Record<string, string>>,
): Promise<void> {
  const nodes = await kube.list(NODES);
  for (const [index, { metadata }] of nodes.entries()) {
    if (metadata.labels?.[GROUP_LABEL] !== undefined) continue;
    const group = index === 0 ? 'master' : 'worker';
    await kube.patch(NODES, metadata, {
      metadata: {
        labels: { [GROUP_LABEL]: group, [CONTAINERD_LABEL]: 'default' },
        annotations: { [CHECKSUM]: checksums[group] },
      },
    });
  }
}

export async function releaseNodes(kube: KubeClient): Promise<void> {
  const gone = Object.fromEntries(
    [CHECKSUM, REGISTRY_VERSION, ...UPDATE_ANNOTATIONS].map((name) => [name, null]),
  );
  for (const { metadata } of await kube.list(NODES)) {
    await kube.patch(NODES, metadata, {
      metadata: { labels: { [GROUP_LABEL]: null, [CONTAINERD_LABEL]: null }, annotations: gone },
    });
  }
}
