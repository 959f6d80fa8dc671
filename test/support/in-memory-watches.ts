/** Who watches a cluster in memory, and what each has not been told yet. */
import type { KubernetesObject } from '../../src/domain/kubernetes/object.ts';
import { type Resource, resourceName } from '../../src/domain/kubernetes/resource.ts';
import type { ListQuery, WatchEvent } from '../../src/domain/ports/cluster.ts';
import { matches } from './object-selection.ts';

interface Watcher {
  readonly resource: Resource;
  readonly query: ListQuery;
  readonly events: WatchEvent[];
  wake: () => void;
}

export class InMemoryWatches {
  readonly #watchers = new Set<Watcher>();

  /** `found`: what is there when it begins. */
  async *watch(
    watched: Pick<Watcher, 'resource' | 'query'>,
    found: () => readonly KubernetesObject[],
    signal: AbortSignal,
  ): AsyncGenerator<WatchEvent> {
    const known = found().map((object): WatchEvent => ({ type: 'ADDED', object }));
    const watcher: Watcher = { ...watched, events: [...known, { type: 'SYNCED' }], wake: () => undefined };
    signal.addEventListener('abort', () => {
      watcher.wake();
    });
    this.#watchers.add(watcher);
    try {
      while (!signal.aborted) {
        yield* watcher.events.splice(0);
        if (watcher.events.length === 0) await nextEvent(watcher, signal);
      }
      throw signal.reason;
    } finally {
      this.#watchers.delete(watcher);
    }
  }

  tell(resource: Resource, event: WatchEvent): void {
    for (const watcher of this.#watchers) {
      const concerns = resourceName(watcher.resource) === resourceName(resource);
      if (!concerns || (event.object !== undefined && !matches(event.object, watcher.query))) continue;
      watcher.events.push(event);
      watcher.wake();
    }
  }
}

async function nextEvent(watcher: Watcher, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  watcher.wake = () => {
    resolve(undefined);
  };
  if (signal.aborted) return;
  await promise;
}
