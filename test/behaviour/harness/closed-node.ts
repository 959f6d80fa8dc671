/** A node on which no new pods are put: what lands elsewhere finds none of the layers that it has pulled. */
import type { V1Node } from '@kubernetes/client-node';
import type { KubeApi } from './kube-api.ts';
import type { Kind, Plain } from './kinds.ts';

export const NODES: Kind<Plain<V1Node>> = {
  apiVersion: 'v1',
  kind: 'Node',
  plural: 'nodes',
  namespaced: false,
};

/** Does something while no new pods are put on some nodes (as `kubectl cordon` does it). */
export async function withClosed<Result>(
  api: KubeApi,
  names: readonly string[],
  run: () => Promise<Result>,
): Promise<Result> {
  const mark = async (unschedulable: true | null) =>
    Promise.all(names.map(async (name) => api.patch(NODES, { name }, { spec: { unschedulable } })));
  await mark(true);
  try {
    return await run();
  } finally {
    await mark(null);
  }
}
