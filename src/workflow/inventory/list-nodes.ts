/** The nodes of a cluster and their platforms. */
import type { Inventory } from '../../domain/inventory/inventory.ts';
import { type NodeUse, platformsFor } from '../../domain/inventory/placement.ts';
import type { Scope } from '../../domain/inventory/scope.ts';
import { valueAt } from '../../domain/kubernetes/pod-spec.ts';
import { NODES } from '../../domain/kubernetes/resource.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import { forbidden } from '../cluster/forbidden.ts';
import { objectsInScope } from '../cluster/objects-in-scope.ts';

const EVERYWHERE: Scope = { namespaces: [], excludeNamespaces: [] };
const ALL_NODES = { resource: NODES, scope: EVERYWHERE };

interface NodeInfo {
  readonly operatingSystem?: string;
  readonly architecture?: string;
}

export interface Nodes extends Pick<Inventory, 'platforms' | 'nodes' | 'warnings'> {
  /** Absent: no permission to list them. */
  readonly names?: ReadonlySet<string>;
}

/** Distinct platforms; none, with a warning, without permission to list nodes. */
export async function listNodes(cluster: Cluster, signal: AbortSignal): Promise<Nodes> {
  const names = new Set<string>();
  const nodes: NodeUse[] = [];
  try {
    for await (const node of objectsInScope(cluster, ALL_NODES, signal)) {
      names.add(node.metadata.name);
      const { operatingSystem: os, architecture } = (valueAt(node, ['status', 'nodeInfo']) ?? {}) as NodeInfo;
      if (!os || !architecture) continue;
      const { name, labels = {} } = node.metadata;
      const taints = (valueAt(node, ['spec', 'taints']) ?? []) as NodeUse['taints'];
      nodes.push({ name, platform: { os, architecture }, labels, taints });
    }
  } catch (error) {
    if (!forbidden(error)) throw error;
    return {
      platforms: [],
      warnings: ['no permission to list nodes: the target must have every platform of every image'],
    };
  }
  return { names, nodes, platforms: platformsFor(undefined, nodes), warnings: [] };
}
