/** Stores state in a ConfigMap of the tool. */
import type { KubernetesObject } from '../../domain/kubernetes/object.ts';
import { CONFIG_MAPS } from '../../domain/kubernetes/resource.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import { createOrPatch } from './create-or-patch.ts';
import { MANAGED_BY } from './managed-by.ts';

export interface StoredConfigMap {
  readonly namespace: string;
  /** Of the ConfigMap. */
  readonly name: string;
  /**
   * The desired data, from the current ConfigMap (`undefined`: none yet); returns `undefined` for no change. Called
   * again on a conflict.
   */
  readonly dataAfter: (memory: KubernetesObject | undefined) => Readonly<Record<string, string>> | undefined;
}

/** Throws ClusterError, and ExpectedError after too many conflicts. */
export async function storeInConfigMap(
  cluster: Cluster,
  { namespace, name, dataAfter }: StoredConfigMap,
  signal: AbortSignal,
): Promise<void> {
  const metadata = { namespace, name, labels: MANAGED_BY };
  const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: dataAfter(undefined) ?? {} };
  await createOrPatch(
    cluster,
    { resource: CONFIG_MAPS, object },
    (memory) => {
      const data = dataAfter(memory);
      return data === undefined ? undefined : [{ op: 'add', path: '/data', value: data }];
    },
    signal,
  );
}
