/** Writes into the journals what became of runs after their end. */
import { runConfigMapName } from '../../domain/kubernetes/own-names.ts';
import { CONFIG_MAPS } from '../../domain/kubernetes/resource.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import type { Run } from '../../domain/run/run.ts';
import { guardedPatch } from '../cluster/guarded-patch.ts';
import { listRuns } from './list-runs.ts';
import { runPatch } from './run-object.ts';

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
    const ref = { resource: CONFIG_MAPS, namespace, name: runConfigMapName(run.id) };
    const patch = runPatch({ ...run, updatedAt: new Date().toISOString() });
    await guardedPatch(cluster, ref, () => ({ type: 'patch', patch }), signal);
  }
}

export interface Outlived {
  readonly namespace: string;
  /** The run that goes on. */
  readonly except?: string;
}

/** To be called by who has taken over: runs that say that they are under way cannot write any more that they are not. */
export async function endOutlivedRuns(
  cluster: Cluster,
  { namespace, except }: Outlived,
  signal: AbortSignal,
): Promise<void> {
  const runs = (await listRuns(cluster, namespace, signal))
    .filter(({ id, state }) => state === 'running' && id !== except)
    .map((run): Run => ({ ...run, state: 'interrupted', message: 'stopped: somebody else took over' }));
  await markRuns(cluster, { namespace, runs }, signal);
}
