/** The last lines of a container's log. */
import { ClusterError } from '../../domain/errors.ts';
import type { Cluster, PodName } from '../../domain/ports/cluster.ts';

const LINES = 10;

export interface LogOf {
  readonly pod: PodName;
  readonly container: string;
  /** Of the previous instance of the container. */
  readonly previous: boolean;
}

/** The kubelet's answer when it has removed the container: the log of the other instance is the newest then. */
const REMOVED = 'unable to retrieve container logs for ';

/** Empty when the log cannot be read: no permission, or removed from the node. */
export async function logTail(cluster: Cluster, log: LogOf, signal: AbortSignal): Promise<string[]> {
  for (const previous of [log.previous, !log.previous]) {
    const lines = await readTail(cluster, { ...log, previous }, signal);
    if (lines[0]?.startsWith(REMOVED) !== true) return lines;
  }
  return [];
}

async function readTail(
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
