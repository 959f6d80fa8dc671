import type { KubernetesObject } from '../../../domain/kubernetes/object.ts';
import type { Perform } from '../transport/api-call.ts';
import { pageReader, type ListRequest } from './page-reader.ts';

/** Lists objects, see `Cluster.list`; handed out one by one, since a page of them at once is what takes memory. */
export function listObjects(
  perform: Perform,
  request: ListRequest,
): AsyncIterable<readonly KubernetesObject[]> {
  return {
    [Symbol.asyncIterator]() {
      const reader = pageReader(perform, request);
      let objects: Generator<KubernetesObject, undefined> | undefined;
      return {
        async next() {
          for (;;) {
            const object = objects?.next().value;
            if (object !== undefined) return { done: false, value: [object] };
            // The page is let go before the next one is there.
            objects = undefined;
            const page = await reader.read();
            if (page === undefined) return { done: true, value: undefined };
            ({ objects } = page);
          }
        },
        return() {
          reader.leave();
          return Promise.resolve({ done: true, value: undefined });
        },
      };
    },
  };
}
