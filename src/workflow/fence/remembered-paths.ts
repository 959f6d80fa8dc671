import { ExpectedError } from '../../domain/errors.ts';
import type { CustomImages } from '../../domain/inventory/custom-images.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import { recallImagePaths } from '../inventory/image-path-memory.ts';
import { withPathsOfRuns } from '../journals/paths-of-runs.ts';
import { listRuns } from '../journals/list-runs.ts';

/**
 * Adds the custom resource paths that former holders have stored, from the memory and the journals of their state
 * namespaces. A damaged or unreadable memory does not prevent taking over: the paths of a run are also in its
 * journal.
 */
export async function withRememberedPaths(
  cluster: Cluster,
  known: readonly CustomImages[],
  stateNamespaces: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<readonly CustomImages[]> {
  let paths = known;
  for (const stateNamespace of stateNamespaces) {
    paths = await perhaps(paths, signal, async () => {
      return (await recallImagePaths(cluster, stateNamespace, paths, signal)).customImages;
    });
    paths = await perhaps(paths, signal, async () => {
      return withPathsOfRuns(cluster, paths, await listRuns(cluster, stateNamespace, signal), signal);
    });
  }
  return paths;
}

async function perhaps<Value>(
  otherwise: Value,
  signal: AbortSignal,
  read: () => Promise<Value>,
): Promise<Value> {
  try {
    return await read();
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof ExpectedError) return otherwise;
    throw error;
  }
}
