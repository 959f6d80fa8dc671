/** Updates the journals of runs after their end. */
import type { KubernetesObject } from '../../domain/kubernetes/object.ts';
import { runConfigMapName } from '../../domain/kubernetes/own-names.ts';
import { CONFIG_MAPS } from '../../domain/kubernetes/resource.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import type { Run } from '../../domain/run/run.ts';
import { guardedPatch } from '../cluster/guarded-patch.ts';
import { listRuns } from '../journals/list-runs.ts';
import { isReadable, readRun, runPatch } from '../journals/run-object.ts';

export interface Marking {
  readonly namespace: string;
  readonly ids: readonly string[];
  /** The new run from the current journal; `undefined`: no change. */
  readonly mark: (run: Run) => Run | undefined;
}

/** Skips journals that were deleted or became unreadable. Throws ClusterError. */
export async function markRuns(
  cluster: Cluster,
  { namespace, ids, mark }: Marking,
  signal: AbortSignal,
): Promise<void> {
  for (const id of ids) {
    const ref = { resource: CONFIG_MAPS, namespace, name: runConfigMapName(id) };
    const decide = (journal: KubernetesObject) => {
      const run = readRun(journal);
      const marked = isReadable(run) ? mark(run) : undefined;
      if (marked === undefined) return { type: 'nothing' } as const;
      const patch = runPatch({ ...marked, updatedAt: new Date().toISOString() });
      return { type: 'patch', patch } as const;
    };
    await guardedPatch(cluster, ref, decide, signal);
  }
}

export interface Takeover {
  readonly namespace: string;
  /** The run that continues. */
  readonly except?: string;
}

/** Call after taking over: other running runs have lost their leases and can no longer update their journals. */
export async function markInterruptedRuns(
  cluster: Cluster,
  { namespace, except }: Takeover,
  signal: AbortSignal,
): Promise<void> {
  const ids = (await listRuns(cluster, namespace, signal))
    .filter(({ id, state }) => state === 'running' && id !== except)
    .map(({ id }) => id);
  await markRuns(cluster, { namespace, ids, mark: interrupted }, signal);
}

function interrupted(run: Run): Run | undefined {
  if (run.state !== 'running') return undefined;
  return { ...run, state: 'interrupted', message: 'stopped: another run took over' };
}
