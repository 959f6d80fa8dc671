/** Whether the namespace of the tool's own objects is there. */
import { NAMESPACES } from '../../domain/kubernetes/resource.ts';
import type { StateNamespace } from '../../domain/permissions/extent.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import { forbidden } from '../cluster/forbidden.ts';

/** One that may not be seen counts as being there: the permission to see it is asked for by itself. */
export async function findStateNamespace(
  cluster: Cluster,
  name: string,
  signal: AbortSignal,
): Promise<StateNamespace> {
  try {
    return { name, missing: (await cluster.get(NAMESPACES, { name }, signal)) === undefined };
  } catch (error) {
    if (!forbidden(error)) throw error;
    return { name, missing: false };
  }
}
