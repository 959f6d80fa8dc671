import type { KubernetesObject } from '../../../domain/kubernetes/object.ts';
import type { Perform } from '../transport/api-call.ts';
import { pageReader, type ListRequest } from './page-reader.ts';

/** Lists objects page by page, see `Cluster.list`. */
export function listObjects(
  perform: Perform,
  request: ListRequest,
): AsyncIterable<readonly KubernetesObject[]> {
  return {
    [Symbol.asyncIterator]() {
      const reader = pageReader(perform, request);
      return {
        async next() {
          const page = await reader.read();
          return page === undefined ? { done: true, value: undefined } : { done: false, value: page.items };
        },
        return() {
          reader.leave();
          return Promise.resolve({ done: true, value: undefined });
        },
      };
    },
  };
}
