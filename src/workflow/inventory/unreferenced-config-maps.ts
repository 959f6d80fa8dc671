/**
 * ConfigMaps that mention the source although no workload references them: controllers may read them through the API.
 */
import type { Inventory } from '../../domain/inventory/inventory.ts';
import type { Scope } from '../../domain/inventory/scope.ts';
import type { KubernetesObject } from '../../domain/kubernetes/object.ts';
import { refOf } from '../../domain/kubernetes/object-ref.ts';
import { CONFIG_MAPS } from '../../domain/kubernetes/resource.ts';
import type { ConfigMapMention, MentionFinder } from '../../domain/mention/mention.ts';
import { configMapMentions } from '../../domain/mention/mentions-in.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import { forbidden } from '../cluster/forbidden.ts';
import { MANAGED_BY } from '../cluster/managed-by.ts';
import { objectsInScope } from '../cluster/objects-in-scope.ts';

const NOBODY: ReadonlySet<string> = new Set();

/** For an unfiltered inventory; skips the tool's own ConfigMaps. Throws ClusterError. */
export async function withUnreferencedConfigMaps(
  cluster: Cluster,
  inventory: Inventory,
  { scope, find }: { readonly scope: Scope; readonly find: MentionFinder },
  signal: AbortSignal,
): Promise<Inventory> {
  const named = new Set(
    inventory.workloads.flatMap(({ ref: { namespace = '' }, configMaps = [] }) =>
      configMaps.map((name) => `${namespace}/${name}`),
    ),
  );
  const mentions: ConfigMapMention[] = [];
  try {
    for await (const object of objectsInScope(cluster, { resource: CONFIG_MAPS, scope }, signal)) {
      const { namespace = '', name } = object.metadata;
      if (named.has(`${namespace}/${name}`) || isOurs(object)) continue;
      const ref = refOf(CONFIG_MAPS, object);
      for (const mention of configMapMentions(object, find)) {
        mentions.push({ ...mention, object: ref, usedBy: NOBODY });
      }
    }
  } catch (error) {
    if (!forbidden(error)) throw error;
    return { ...inventory, unreferencedConfigMapsUnseen: true };
  }
  return mentions.length === 0 ? inventory : { ...inventory, unreferencedConfigMaps: mentions };
}

function isOurs({ metadata: { labels = {} } }: KubernetesObject): boolean {
  return Object.entries(MANAGED_BY).every(([key, value]) => labels[key] === value);
}
