/** Follows a container's log across lost connections: a copy may take hours. */
import { setTimeout as pause } from 'node:timers/promises';
import { ClusterError } from '../../domain/errors.ts';
import type { Cluster, PodName } from '../../domain/ports/cluster.ts';

/** Consecutive lost connections without a line after which to give up. */
const MOST_BREAKS = 5;
const PAUSE_MILLISECONDS = 200;

/** Yields every line once, although the server restarts the log on every connection. Throws ClusterError. */
export async function* unbrokenLog(
  cluster: Cluster,
  { container, ...pod }: PodName & { readonly container: string },
  signal: AbortSignal,
): AsyncGenerator<string> {
  let yielded = 0;
  for (let breaks = 0; ; breaks += 1) {
    try {
      for await (const line of after(yielded, cluster.logs(pod, { container, follow: true }, signal))) {
        yielded += 1;
        breaks = 0;
        yield line;
      }
      return;
    } catch (error) {
      const broken = error instanceof ClusterError && error.failure === 'unreachable';
      if (!broken || breaks >= MOST_BREAKS) throw error;
    }
    await pause(PAUSE_MILLISECONDS, undefined, { signal });
  }
}

async function* after(count: number, lines: AsyncIterable<string>): AsyncGenerator<string> {
  let line = 0;
  for await (const text of lines) {
    line += 1;
    if (line > count) yield text;
  }
}
