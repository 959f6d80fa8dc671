/** Keeps something for later in a ConfigMap of the tool's own. */
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
   * What it is to hold, of what it holds now (`undefined`: there is none yet); `undefined`: it holds that already. Asked
   * anew whenever somebody was faster.
   */
  readonly dataAfter: (memory: KubernetesObject | undefined) => Readonly<Record<string, string>> | undefined;
}

/** Throws ClusterError, and ExpectedError where somebody keeps changing it. */
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
