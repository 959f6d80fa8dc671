/** Objects by resource and name, each change with a version and told to whoever listens: the sandbox's etcd. */
import type { ObjectName } from '../../domain/kubernetes/object.ts';
import { resourceName } from '../../domain/kubernetes/resource.ts';
import type { ApiResource } from './api-resource.ts';
import type { ObjectEvent } from './objects.ts';
import type { Stored } from './stored.ts';

/** An event with the version that it made. */
interface Remembered {
  readonly version: number;
  readonly event: ObjectEvent;
}

export interface ObjectStoreOptions {
  /** How many of the latest changes a watch can go back to; default 10,000. */
  readonly history?: number;
}

export class ObjectStore {
  readonly #byResource = new Map<string, Map<string, Stored>>();
  readonly #listeners = new Set<(event: ObjectEvent) => void>();
  readonly #history: number;
  #events: Remembered[] = [];
  /** Changes up to this one are forgotten. */
  #forgotten = 0;
  #version = 0;

  constructor({ history = 10_000 }: ObjectStoreOptions = {}) {
    this.#history = history;
  }

  get version(): number {
    return this.#version;
  }

  get(resource: ApiResource, name: ObjectName): Stored | undefined {
    return this.#byResource.get(resourceName(resource))?.get(keyOf(resource, name));
  }

  /** In the order of their keys, `namespace/name`. */
  list(resource: ApiResource, namespace?: string): readonly Stored[] {
    const all = [...(this.#byResource.get(resourceName(resource)) ?? [])];
    const prefix = namespace === undefined ? '' : `${namespace}/`;
    return all
      .filter(([key]) => key.startsWith(prefix))
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([, object]) => object);
  }

  /** Stores an object, new or not, under a new version. */
  put(resource: ApiResource, object: Stored): Stored {
    const objects = this.#objectsOf(resource);
    const key = keyOf(resource, object.metadata);
    const previous = objects.get(key);
    const stored = this.#versioned(object);
    objects.set(key, stored);
    this.#tell(
      previous === undefined
        ? { type: 'ADDED', resource, object: stored }
        : { type: 'MODIFIED', resource, object: stored, previous },
    );
    return stored;
  }

  /** Removes an object; `undefined` when there is none. */
  remove(resource: ApiResource, name: ObjectName): Stored | undefined {
    const objects = this.#objectsOf(resource);
    const previous = objects.get(keyOf(resource, name));
    if (previous === undefined) return undefined;
    objects.delete(keyOf(resource, name));
    const object = this.#versioned(previous);
    this.#tell({ type: 'DELETED', resource, object, previous });
    return object;
  }

  subscribe(listener: (event: ObjectEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  since(version: number): readonly ObjectEvent[] | undefined {
    if (version < this.#forgotten) return undefined;
    return this.#events.filter((one) => one.version > version).map(({ event }) => event);
  }

  /** Forgets all past changes, as etcd does when it compacts. */
  compact(): void {
    this.#events = [];
    this.#forgotten = this.#version;
  }

  #objectsOf(resource: ApiResource): Map<string, Stored> {
    const name = resourceName(resource);
    const known = this.#byResource.get(name);
    if (known !== undefined) return known;
    const made = new Map<string, Stored>();
    this.#byResource.set(name, made);
    return made;
  }

  #versioned(object: Stored): Stored {
    this.#version += 1;
    return { ...object, metadata: { ...object.metadata, resourceVersion: String(this.#version) } };
  }

  #tell(event: ObjectEvent): void {
    this.#events.push({ version: this.#version, event });
    if (this.#events.length > 2 * this.#history) {
      this.#events = this.#events.slice(-this.#history);
      this.#forgotten = (this.#events[0]?.version ?? 1) - 1;
    }
    for (const listener of this.#listeners) listener(event);
  }
}

function keyOf(resource: ApiResource, { namespace, name }: ObjectName): string {
  return resource.namespaced ? `${namespace ?? ''}/${name}` : name;
}
