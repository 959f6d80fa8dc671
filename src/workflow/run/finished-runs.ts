/**
 * Stores which runs were finished, and where: `kubectl rollout undo` may restore records of such a run long after its
 * journal is gone. Runs that are not listed may belong to another state namespace.
 */
import {
  type FinishedPlaces,
  isFinishedIn,
  placesText,
  readPlaces,
  unitedPlaces,
} from '../../domain/run/finished-places.ts';
import { FINISHED_NAME } from '../../domain/kubernetes/own-names.ts';
import type { KubernetesObject } from '../../domain/kubernetes/object.ts';
import { valueAt } from '../../domain/kubernetes/pod-spec.ts';
import { CONFIG_MAPS } from '../../domain/kubernetes/resource.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import { isRunId } from '../../domain/run/run-id.ts';
import { MalformedError } from '../../domain/schema/readers.ts';
import { storeInConfigMap } from '../cluster/store-in-config-map.ts';

/** By run id. */
export type FinishedRuns = ReadonlyMap<string, FinishedPlaces>;

/** Maximum number of characters: a ConfigMap is limited to 1 MiB. */
const ROOM = 700_000;

/** Adds finished runs; call before anything that a rollback needs is removed. Throws ClusterError. */
export async function rememberFinished(
  cluster: Cluster,
  { namespace, finished }: { readonly namespace: string; readonly finished: FinishedRuns },
  signal: AbortSignal,
): Promise<void> {
  if (finished.size === 0) return;
  const dataAfter = (memory: KubernetesObject | undefined) => {
    const { runs } = finishedIn(memory);
    const all = new Map(runs);
    for (const [run, places] of finished) {
      const known = runs.get(run);
      all.set(run, known === undefined ? places : unitedPlaces(known, places));
    }
    const data = dataOf(all);
    return JSON.stringify(data) === JSON.stringify(dataOf(runs)) ? undefined : data;
  };
  await storeInConfigMap(cluster, { namespace, name: FINISHED_NAME, dataAfter }, signal);
}

export interface FinishedMemory {
  /** Whether a run was finished for a namespace, or for cluster-scoped objects. */
  readonly isFinished: (run: string, namespace: string | undefined) => boolean;
  /** Invalid entries, in sentences. */
  readonly warnings: readonly string[];
}

/** Reads only. Throws ClusterError. */
export async function finishedRuns(
  cluster: Cluster,
  namespace: string,
  signal: AbortSignal,
): Promise<FinishedMemory> {
  const memory = await cluster.get(CONFIG_MAPS, { namespace, name: FINISHED_NAME }, signal);
  const { runs, isDamaged } = finishedIn(memory);
  return {
    isFinished: (run, where) => {
      const places = runs.get(run);
      return places !== undefined && isFinishedIn(places, where);
    },
    warnings: isDamaged
      ? [
          `ConfigMap ${namespace}/${FINISHED_NAME} is damaged: runs that cannot be read in it do not count as finished`,
        ]
      : [],
  };
}

/** Drops the oldest runs beyond the limit; run ids sort by start time. */
function dataOf(finished: FinishedRuns): Record<string, string> {
  const newestFirst = [...finished].toSorted(([a], [b]) => (a < b ? 1 : -1));
  let room = ROOM;
  const kept = newestFirst.flatMap(([run, places]) => {
    const text = placesText(places);
    room -= run.length + text.length;
    return room < 0 ? [] : [[run, text] as const];
  });
  return Object.fromEntries(kept);
}

/** Each entry is validated separately. */
function finishedIn(memory: KubernetesObject | undefined): {
  readonly runs: FinishedRuns;
  readonly isDamaged: boolean;
} {
  const entries = Object.entries(valueAt(memory, ['data']) ?? {});
  const runs = new Map<string, FinishedPlaces>();
  for (const [run, text] of entries) {
    const places = isRunId(run) ? placesIn(text) : undefined;
    if (places !== undefined) runs.set(run, places);
  }
  return { runs, isDamaged: runs.size < entries.length };
}

function placesIn(text: unknown): FinishedPlaces | undefined {
  try {
    return readPlaces(JSON.parse(String(text)), '');
  } catch (error) {
    if (error instanceof MalformedError || error instanceof SyntaxError) return undefined;
    throw error;
  }
}
