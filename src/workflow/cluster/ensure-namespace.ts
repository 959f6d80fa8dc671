/** The namespace of the tool's own objects. */
import type { KubernetesObject } from '../../domain/kubernetes/object.ts';
import { NAMESPACES } from '../../domain/kubernetes/resource.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import { createMissing } from './create-or-patch.ts';
import { MANAGED_BY } from './managed-by.ts';

/** Creates it under Pod Security `restricted` where it is missing; one that exists is left as it is. */
export async function ensureNamespace(cluster: Cluster, name: string, signal: AbortSignal): Promise<void> {
  await createMissing(cluster, { resource: NAMESPACES, object: ownNamespace(name) }, signal);
}

/** The namespace as it is created. */
export function ownNamespace(name: string): KubernetesObject {
  const labels = { ...MANAGED_BY, 'pod-security.kubernetes.io/enforce': 'restricted' };
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } };
}
