/** Where custom resources name images: as a call says, and as the memory and the journals of its home do. */
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

/** All that is known. Throws ClusterError, and ExpectedError where the memory is damaged. */
export async function storedPaths(
  cluster: Cluster,
  { stateNamespace, given, runs }: StoredPaths & { readonly runs: readonly Run[] },
  signal: AbortSignal,
): Promise<RecalledImagePaths> {
  const { customImages, warnings } = await recallImagePaths(cluster, stateNamespace, given, signal);
  return { customImages: await withPathsOfRuns(cluster, customImages, runs, signal), warnings };
}

export interface SeenPaths extends RecalledImagePaths {
  /** What may not be read, as sentences name it. */
  readonly unseen: readonly string[];
}

/** The same for who only looks: what he may not read he is told, and sees what he named himself. */
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
        `ConfigMaps of namespace ${place.stateNamespace} may not be read: custom resources that moves were told of are looked at only where --image-path names them`,
      ],
      unseen: ['custom resources of earlier moves'],
    };
  }
}
