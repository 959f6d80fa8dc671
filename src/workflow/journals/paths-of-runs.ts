/** Custom resource paths from journals: a run that was killed early has not stored them yet. */
import {
  type CustomImages,
  imagePathFlags,
  parseCustomImages,
} from '../../domain/inventory/custom-images.ts';
import { UsageError } from '../../domain/errors.ts';
import { isBuiltIn } from '../../domain/kubernetes/built-in-group.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import type { Run } from '../../domain/run/run.ts';
import { isOpen } from '../../domain/run/runs-after-rollback.ts';

/** Adds the paths of the runs, without resources that the server no longer serves. */
export async function withPathsOfRuns(
  cluster: Cluster,
  known: readonly CustomImages[],
  runs: readonly Run[],
  signal: AbortSignal,
): Promise<readonly CustomImages[]> {
  const given = runs.filter(isOpen).flatMap(({ move }) => move['image-path'] ?? []);
  const flags = new Set(imagePathFlags(known));
  for (const images of given.flatMap(readPath)) {
    const resource = await cluster.findResource(images.resourceName, signal);
    // No run accepts a built-in resource: a journal that names one was edited.
    if (resource === undefined || isBuiltIn(resource)) continue;
    for (const path of imagePathFlags([images])) flags.add(path);
  }
  return parseCustomImages([...flags]);
}

/** Skips invalid paths: nothing was changed through them. */
function readPath(flag: string): CustomImages[] {
  try {
    return parseCustomImages([flag]);
  } catch (error) {
    if (error instanceof UsageError) return [];
    throw error;
  }
}
