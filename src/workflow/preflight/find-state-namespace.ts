/** Whether the namespace of the tool's own objects is there. */
import { NAMESPACES } from '../../domain/kubernetes/resource.ts';
import type { StateNamespace } from '../../domain/permissions/extent.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import { ifForbidden } from '../cluster/forbidden.ts';

/** One that may not be seen counts as being there: the permission to see it is asked for by itself. */
export async function findStateNamespace(
  cluster: Cluster,
  name: string,
  signal: AbortSignal,
): Promise<StateNamespace> {
  const found = await cluster.get(NAMESPACES, { name }, signal).catch(ifForbidden('unseen'));
  return { name, missing: found === undefined };
}
