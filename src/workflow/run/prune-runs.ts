/** Removes journals that are no longer needed: of runs that were rolled back or finished. */
import { runConfigMapName } from '../../domain/kubernetes/own-names.ts';
import { CONFIG_MAPS } from '../../domain/kubernetes/resource.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import type { Run } from '../../domain/run/run.ts';
import { isOpen } from '../../domain/run/runs-after-rollback.ts';
import { pastMove } from '../../domain/verify/known-sources.ts';
import { listRuns } from '../journals/list-runs.ts';
import { isReadable, readRun } from '../journals/run-object.ts';
import { rememberMoves } from './past-moves.ts';

/** How many of them a new run keeps. */
export const KEPT_RUNS = 10;

export interface Pruning {
  /** Namespace of the journals. */
  readonly namespace: string;
  /** How many of the newest to keep. */
  readonly keep: number;
}

/** Runs whose journals would be removed, newest first. */
export async function prunableRuns(
  cluster: Cluster,
  { namespace, keep }: Pruning,
  signal: AbortSignal,
): Promise<Run[]> {
  const runs = await listRuns(cluster, namespace, signal);
  return runs.filter((run) => !isOpen(run)).slice(keep);
}

/** Returns the ids of the removed runs. Throws ClusterError. */
export async function pruneRuns(cluster: Cluster, pruning: Pruning, signal: AbortSignal): Promise<string[]> {
  const { namespace } = pruning;
  const forgotten: string[] = [];
  const runs = await prunableRuns(cluster, pruning, signal);
  const moves = runs.filter(({ state }) => state === 'finished').map(({ move }) => pastMove(move));
  await rememberMoves(cluster, { namespace, moves }, signal);
  for (const { id } of runs) {
    const name = { namespace, name: runConfigMapName(id) };
    const object = await cluster.get(CONFIG_MAPS, name, signal);
    const run = object && readRun(object);
    if (object === undefined || run === undefined || !isReadable(run) || isOpen(run)) continue;
    const { uid, resourceVersion } = object.metadata;
    if (await cluster.delete(CONFIG_MAPS, name, { uid, resourceVersion, signal })) forgotten.push(id);
  }
  return forgotten;
}
