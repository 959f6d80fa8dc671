/**
 * Which of these run ids have a journal in another state namespace: a record alone does not name its state namespace.
 */
import { CONFIG_MAPS } from '../../domain/kubernetes/resource.ts';
import type { KubernetesObject } from '../../domain/kubernetes/object.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import { isOpen } from '../../domain/run/runs-after-rollback.ts';
import { forbidden } from '../cluster/forbidden.ts';
import { isReadable, readRun, RUN_LABEL } from '../journals/run-object.ts';

/** All ids without permission to list journals. Throws ClusterError. */
export async function runsElsewhere(
  cluster: Cluster,
  { stateNamespace, ids }: { readonly stateNamespace: string; readonly ids: ReadonlySet<string> },
  signal: AbortSignal,
): Promise<ReadonlySet<string>> {
  if (ids.size === 0) return ids;
  const isOthers = (journal: KubernetesObject): boolean => journal.metadata.namespace !== stateNamespace;
  try {
    const found = new Set<string>();
    for await (const page of cluster.list(CONFIG_MAPS, { labelSelector: RUN_LABEL }, signal)) {
      const runs = page.filter(isOthers).map(readRun).filter(isReadable).filter(isOpen);
      for (const { id } of runs.filter((run) => ids.has(run.id))) found.add(id);
    }
    return found;
  } catch (error) {
    if (!forbidden(error)) throw error;
    return ids;
  }
}
