/** Custom resource paths from flags, the stored paths and the journals. */
import type { CustomImages } from '../../domain/inventory/custom-images.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import type { Run } from '../../domain/run/run.ts';
import { forbidden } from '../cluster/forbidden.ts';
import { type RecalledImagePaths, recallImagePaths } from '../inventory/image-path-memory.ts';
import { listRuns } from './list-runs.ts';
import { withPathsOfRuns } from './paths-of-runs.ts';

export interface StoredPaths {
  /** Namespace of the tool's own objects. */
  readonly stateNamespace: string;
  /** Those that the user named. */
  readonly given: readonly CustomImages[];
}

/** All known paths. Throws ClusterError, and ExpectedError when the stored paths are damaged. */
export async function storedPaths(
  cluster: Cluster,
  { stateNamespace, given, runs }: StoredPaths & { readonly runs: readonly Run[] },
  signal: AbortSignal,
): Promise<RecalledImagePaths> {
  const { customImages, warnings } = await recallImagePaths(cluster, stateNamespace, given, signal);
  return { customImages: await withPathsOfRuns(cluster, customImages, runs, signal), warnings };
}

export interface SeenPaths extends RecalledImagePaths {
  /** What may not be read, as named in sentences. */
  readonly unseen: readonly string[];
}

/** The same for read-only commands: what may not be read becomes a warning, and given paths are used. */
export async function readableStoredPaths(
  cluster: Cluster,
  place: StoredPaths,
  signal: AbortSignal,
): Promise<SeenPaths> {
  try {
    const runs = await listRuns(cluster, place.stateNamespace, signal);
    return { ...(await storedPaths(cluster, { ...place, runs }, signal)), unseen: [] };
  } catch (error) {
    if (!forbidden(error)) throw error;
    return {
      customImages: place.given,
      warnings: [
        `no permission to read ConfigMaps in namespace ${place.stateNamespace}: custom resources of earlier moves are checked only if --image-path names them`,
      ],
      unseen: ['custom resources of earlier moves'],
    };
  }
}
