/** Which of the workload kinds the server serves. */
import { isBuiltIn } from '../../domain/kubernetes/built-in-group.ts';
import { type Resource, resourceName } from '../../domain/kubernetes/resource.ts';
import type { WorkloadKind } from '../../domain/workload-kinds/workload-kinds.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';

/** Kinds of extension APIs in the server's preferred version. Throws ClusterError. */
export async function servedResources(
  cluster: Cluster,
  kinds: readonly WorkloadKind[],
  signal: AbortSignal,
): Promise<Resource[]> {
  const served: Resource[] = [];
  for (const { resource } of kinds) {
    const found = isBuiltIn(resource) ? resource : await cluster.findResource(resourceName(resource), signal);
    if (found !== undefined) served.push(found);
  }
  return served;
}
