/** Where runs were told that custom resources name images: a run that was killed early has not remembered it yet. */
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

/** Those known and those of the runs, without resources that the server does not have any more. */
export async function withPathsOfRuns(
  cluster: Cluster,
  known: readonly CustomImages[],
  runs: readonly Run[],
  signal: AbortSignal,
): Promise<readonly CustomImages[]> {
  const told = runs.filter(isOpen).flatMap(({ move }) => move['image-path'] ?? []);
  const flags = new Set(imagePathFlags(known));
  for (const images of told.flatMap(readPath)) {
    const resource = await cluster.findResource(images.resourceName, signal);
    // A journal that names what Kubernetes has by itself was edited: no run takes such a path.
    if (resource === undefined || isBuiltIn(resource)) continue;
    for (const path of imagePathFlags([images])) flags.add(path);
  }
  return parseCustomImages([...flags]);
}

/** What is no path has led nowhere: nothing was changed by it. */
function readPath(flag: string): CustomImages[] {
  try {
    return parseCustomImages([flag]);
  } catch (error) {
    if (error instanceof UsageError) return [];
    throw error;
  }
}
