import { ClusterError } from '../../../domain/errors.ts';
import type { KubernetesObject } from '../../../domain/kubernetes/object.ts';
import type { Resource } from '../../../domain/kubernetes/resource.ts';
import type { WatchEvent } from '../../../domain/ports/cluster.ts';
import { parseStatus } from '../errors/api-status.ts';
import { statusError } from '../errors/status-error.ts';
import { fieldsOf } from '../../http/json-fields.ts';
import type { Perform } from '../transport/api-call.ts';
import { valueOf } from '../transport/outcome.ts';
import { parseJson } from '../transport/read-json.ts';
import { lines } from './lines.ts';
import type { Listing } from './page-request.ts';
import { collectionPath, withQuery } from './resource-path.ts';

/** A change, or a mere bookmark, with the version of the list after it. */
export interface StreamedEvent {
  readonly event: WatchEvent | undefined;
  readonly resourceVersion: string | undefined;
}

/** The server ends every watch after this time, so that a dead connection does not go unnoticed for longer. */
const LONGEST_WATCH_SECONDS = 300;

/** One watch connection, until the server or the network ends it; throws what the server reports as an error. */
export async function* watchStream(
  perform: Perform,
  { resource, query, signal }: Listing,
  resourceVersion: string,
): AsyncGenerator<StreamedEvent> {
  const { namespace, labelSelector, fieldSelector } = query;
  const path = withQuery(collectionPath(resource, namespace), {
    ...{ labelSelector, fieldSelector, resourceVersion },
    watch: true,
    allowWatchBookmarks: true,
    timeoutSeconds: LONGEST_WATCH_SECONDS,
  });
  const outcome = await perform({
    request: { method: 'GET', path, streaming: true, signal },
    read: ({ body }) => Promise.resolve(body),
    resource,
  });
  for await (const line of lines(valueOf(outcome))) {
    if (line !== '') yield streamedEvent(parseJson(line), resource);
  }
}

function streamedEvent(json: unknown, resource: Resource): StreamedEvent {
  const { type, object } = fieldsOf(json);
  if (type === 'ERROR') {
    const code = fieldsOf(object).code;
    const status = parseStatus(typeof code === 'number' ? code : 500, JSON.stringify(object), undefined);
    throw statusError(status, { isPatch: false, resource });
  }
  const received = object as KubernetesObject;
  const { resourceVersion } = received.metadata;
  if (type === 'ADDED' || type === 'MODIFIED' || type === 'DELETED') {
    return { event: { type, object: received }, resourceVersion };
  }
  if (type === 'BOOKMARK') return { event: undefined, resourceVersion };
  throw new ClusterError('server-error', 'the server sent a watch event of an unknown type');
}
