/** Whether the namespace of the tool's own objects exists. */
import { NAMESPACES } from '../../domain/kubernetes/resource.ts';
import type { StateNamespace } from '../../domain/permissions/extent.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import { ifForbidden } from '../cluster/forbidden.ts';

/** Counts as existing without permission to read it: that permission is checked separately. */
export async function findStateNamespace(
  cluster: Cluster,
  name: string,
  signal: AbortSignal,
): Promise<StateNamespace> {
  const found = await cluster.get(NAMESPACES, { name }, signal).catch(ifForbidden('unseen'));
  return { name, missing: found === undefined };
}
