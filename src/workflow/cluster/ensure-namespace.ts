/** The namespace of the tool's own objects. */
import { NAMESPACES } from '../../domain/kubernetes/resource.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import { MANAGED_BY } from './managed-by.ts';

/** Creates it under Pod Security `restricted` where it is missing; one that exists is left as it is. */
export async function ensureNamespace(cluster: Cluster, name: string, signal: AbortSignal): Promise<void> {
  if ((await cluster.get(NAMESPACES, { name }, signal)) !== undefined) return;
  const labels = { ...MANAGED_BY, 'pod-security.kubernetes.io/enforce': 'restricted' };
  await cluster.create(
    NAMESPACES,
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } },
    { signal },
  );
}
