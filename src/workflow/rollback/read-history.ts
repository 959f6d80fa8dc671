/** State of earlier moves in the cluster: runs and custom resource paths. */
import { ExpectedError } from '../../domain/errors.ts';
import type { CustomImages } from '../../domain/inventory/custom-images.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import type { Run } from '../../domain/run/run.ts';
import { type FinishedMemory, finishedRuns } from '../run/finished-runs.ts';
import { findRun, type Journals, listJournals } from '../journals/list-runs.ts';
import { storedPaths } from '../journals/stored-paths.ts';

export interface HistoryRequest {
  /** Namespace of the tool's own objects. */
  readonly stateNamespace: string;
  /** Those that the user named. */
  readonly customImages: readonly CustomImages[];
  /** Roll back only what this run changed. */
  readonly run?: string;
}

export interface History {
  readonly runs: readonly Run[];
  /** Runs to roll back. */
  readonly wanted: readonly Run[];
  /** The error for a run without a journal, thrown unless objects have its records. */
  readonly unknown?: ExpectedError;
  readonly customImages: readonly CustomImages[];
  /** Whether a run was finished for a namespace. */
  readonly isFinished: FinishedMemory['isFinished'];
  /** Stored entries that were skipped, in sentences. */
  readonly warnings: readonly string[];
}

/** Reads only. Throws ClusterError. */
export async function readHistory(
  cluster: Cluster,
  { stateNamespace, customImages, run }: HistoryRequest,
  signal: AbortSignal,
): Promise<History> {
  const journals = await listJournals(cluster, stateNamespace, signal);
  const { runs, unreadable } = journals;
  const { wanted, unknown } = wantedRuns(journals, run);
  const place = { stateNamespace, given: customImages, runs: wanted };
  const recalled = await storedPaths(cluster, place, signal);
  const finished = await finishedRuns(cluster, stateNamespace, signal);
  return {
    runs,
    wanted,
    ...(unknown === undefined ? {} : { unknown }),
    isFinished: finished.isFinished,
    customImages: recalled.customImages,
    warnings: [
      ...recalled.warnings,
      ...finished.warnings,
      ...unreadable.map(({ name, reason }) => `ConfigMap ${name} skipped, unreadable journal: ${reason}`),
    ],
  };
}

function wantedRuns(journals: Journals, run: string | undefined): Pick<History, 'wanted' | 'unknown'> {
  if (run === undefined) return { wanted: journals.runs };
  try {
    return { wanted: [findRun(journals, run)] };
  } catch (error) {
    if (error instanceof ExpectedError) return { wanted: [], unknown: error };
    throw error;
  }
}
