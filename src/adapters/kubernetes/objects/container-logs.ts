import { PODS } from '../../../domain/kubernetes/resource.ts';
import type { LogQuery, PodName } from '../../../domain/ports/cluster.ts';
import { connectionError } from '../errors/connection-error.ts';
import type { Perform } from '../transport/api-call.ts';
import { valueOf } from '../transport/outcome.ts';
import { lines } from './lines.ts';
import { objectPath, withQuery } from './resource-path.ts';

/** Whose log to read. */
export interface LogRequest {
  readonly pod: PodName;
  readonly query: LogQuery;
  readonly signal?: AbortSignal | undefined;
}

/** Lines of a container's log. A container that has not started yet is a ClusterError `invalid`: ask again later. */
export async function* containerLogs(
  perform: Perform,
  server: URL,
  { pod, query, signal }: LogRequest,
): AsyncGenerator<string> {
  const { container, follow, tailLines, previous } = query;
  const path = withQuery(`${objectPath(PODS, pod)}/log`, { container, follow, tailLines, previous });
  const outcome = await perform({
    request: { method: 'GET', path, headers: { Accept: '*/*' }, streaming: true, signal },
    read: ({ body }) => Promise.resolve(body),
  });
  try {
    yield* lines(valueOf(outcome));
  } catch (error) {
    signal?.throwIfAborted();
    throw outcome.ok ? connectionError(server, error) : error;
  }
}
