/** Reads the ConfigMaps that workloads use and keeps only the mentions of the source. */
import pMap from 'p-map';
import { decides, type Inventory, workloadsByUid } from '../../domain/inventory/inventory.ts';
import type { Workload } from '../../domain/inventory/workload.ts';
import { refOf } from '../../domain/kubernetes/object-ref.ts';
import { CONFIG_MAPS } from '../../domain/kubernetes/resource.ts';
import type { ConfigMapMention, MentionFinder } from '../../domain/mention/mention.ts';
import { configMapMentions } from '../../domain/mention/mentions-in.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import { shortList } from '../../domain/short-list.ts';
import { forbidden } from '../cluster/forbidden.ts';
import { REQUESTS_AT_ONCE } from '../cluster/requests-at-once.ts';

/** Adds mentions in ConfigMaps to the inventory, and a warning when these may not be read. Throws ClusterError. */
export async function withConfigMaps(
  cluster: Cluster,
  inventory: Inventory,
  find: MentionFinder | undefined,
  signal: AbortSignal,
): Promise<Inventory> {
  if (find === undefined) return inventory;
  const byUid = workloadsByUid(inventory.workloads);
  const workloads = inventory.workloads.filter((one) => decides(one, byUid));
  const { warnings, ...found } = await configMapsOf(cluster, { workloads, find }, signal);
  return { ...inventory, ...found, warnings: [...inventory.warnings, ...warnings] };
}

async function configMapsOf(
  cluster: Cluster,
  { workloads, find }: { readonly workloads: readonly Workload[]; readonly find: MentionFinder },
  signal: AbortSignal,
): Promise<Pick<Inventory, 'inConfigMaps' | 'configMapsUnseen' | 'warnings'>> {
  const users = usersByName(workloads);
  const closed = new Set<string>();
  const found = await pMap(
    users.values(),
    async ({ namespace, name, usedBy }): Promise<ConfigMapMention[]> => {
      if (closed.has(namespace)) return [];
      try {
        const object = await cluster.get(CONFIG_MAPS, { namespace, name }, signal);
        if (object === undefined) return [];
        const ref = refOf(CONFIG_MAPS, object);
        return configMapMentions(object, find).map((mention) => ({ ...mention, object: ref, usedBy }));
      } catch (error) {
        if (!forbidden(error)) throw error;
        closed.add(namespace);
        return [];
      }
    },
    { concurrency: REQUESTS_AT_ONCE, signal },
  );
  const mentions = found.flat();
  return {
    ...(mentions.length === 0 ? {} : { inConfigMaps: mentions }),
    ...(closed.size === 0 ? {} : { configMapsUnseen: true as const }),
    warnings: closed.size === 0 ? [] : [unseen([...closed].sort())],
  };
}

interface UsedConfigMap {
  readonly namespace: string;
  readonly name: string;
  readonly usedBy: Set<string>;
}

function usersByName(workloads: readonly Workload[]): ReadonlyMap<string, UsedConfigMap> {
  const users = new Map<string, UsedConfigMap>();
  for (const { ref, configMaps = [] } of workloads) {
    const { namespace = '', uid = '' } = ref;
    for (const name of configMaps) {
      const key = `${namespace}/${name}`;
      const used = users.get(key) ?? { namespace, name, usedBy: new Set() };
      used.usedBy.add(uid);
      users.set(key, used);
    }
  }
  return users;
}

function unseen(namespaces: readonly string[]): string {
  return `no permission to read ConfigMaps in ${shortList(namespaces)}: references to the source in them are not found`;
}
