/** Writes into the journals what became of runs after their end. */
import { ClusterError } from '../../domain/errors.ts';
import { runConfigMapName } from '../../domain/kubernetes/own-names.ts';
import { CONFIG_MAPS } from '../../domain/kubernetes/resource.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import type { Run } from '../../domain/run/run.ts';
import { runContent } from './run-object.ts';

export interface Marking {
  readonly namespace: string;
  /** As they are to be. */
  readonly runs: readonly Run[];
}

/** A journal that was deleted meanwhile is none to write to. Throws ClusterError. */
export async function markRuns(
  cluster: Cluster,
  { namespace, runs }: Marking,
  signal: AbortSignal,
): Promise<void> {
  for (const run of runs) {
    const { data, binaryData } = runContent({ ...run, updatedAt: new Date().toISOString() });
    const name = { namespace, name: runConfigMapName(run.id) };
    try {
      await cluster.patch(
        CONFIG_MAPS,
        name,
        [
          { op: 'add', path: '/data', value: data },
          { op: 'add', path: '/binaryData', value: binaryData },
        ],
        { signal },
      );
    } catch (error) {
      if (!(error instanceof ClusterError && error.failure === 'not-found')) throw error;
    }
  }
}
