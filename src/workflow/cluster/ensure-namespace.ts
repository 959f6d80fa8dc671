/** The namespace of the tool's own objects. */
import type { KubernetesObject } from '../../domain/kubernetes/object.ts';
import { NAMESPACES } from '../../domain/kubernetes/resource.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import { createMissing } from './create-or-patch.ts';
import { MANAGED_BY } from './managed-by.ts';

/** Creates it with Pod Security `restricted` if it is missing; an existing one is not changed. */
export async function ensureNamespace(cluster: Cluster, name: string, signal: AbortSignal): Promise<void> {
  await createMissing(cluster, { resource: NAMESPACES, object: ownNamespace(name) }, signal);
}

/** The manifest of the namespace. */
export function ownNamespace(name: string): KubernetesObject {
  const labels = { ...MANAGED_BY, 'pod-security.kubernetes.io/enforce': 'restricted' };
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } };
}
