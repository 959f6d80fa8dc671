/** The last lines of a container's log. */
import { ClusterError } from '../../domain/errors.ts';
import type { Cluster, PodName } from '../../domain/ports/cluster.ts';

const LINES = 10;

export interface LogOf {
  readonly pod: PodName;
  readonly container: string;
  /** Of the run before the present one. */
  readonly previous: boolean;
}

/** None where the log cannot be read: for want of permission, or because the node has dropped it. */
export async function logTail(
  cluster: Cluster,
  { pod: { namespace, name }, container, previous }: LogOf,
  signal: AbortSignal,
): Promise<string[]> {
  const query = { container, tailLines: LINES, ...(previous ? { previous } : {}) };
  try {
    return await Array.fromAsync(cluster.logs({ namespace, name }, query, signal));
  } catch (error) {
    if (signal.aborted || !(error instanceof ClusterError)) throw error;
    return [];
  }
}
