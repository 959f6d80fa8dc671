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

/** What a kubelet answers in place of a log whose container it has removed: then that of the other run is the newest. */
const REMOVED = 'unable to retrieve container logs for ';

/** None where the log cannot be read: for want of permission, or because the node has dropped it. */
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
