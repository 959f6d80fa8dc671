/** Objects by resource and name, each change with a version and told to whoever listens: the sandbox's etcd. */
import type { ObjectName, Stored } from './stored.ts';
import { resourceName, type ApiResource } from './api-resource.ts';
import type { ObjectEvent } from './objects.ts';
import { SortedObjects } from './sorted-objects.ts';

export interface ObjectStoreOptions {
  /** How many of the latest changes a watch can go back to; default 10,000. */
  readonly history?: number;
}

/** Checks nothing: `put` is also the way to seed many objects at once. */
export class ObjectStore {
  readonly #byResource = new Map<string, SortedObjects>();
  readonly #listeners = new Set<(event: ObjectEvent) => void>();
  readonly #history: number;
  /** The changes after the forgotten ones, one for each version. */
  #events: ObjectEvent[] = [];
  /** Changes up to this one are forgotten. */
  #forgotten = 0;
  #version = 0;
  readonly #undelivered: ObjectEvent[] = [];
  #isTelling = false;

  constructor({ history = 10_000 }: ObjectStoreOptions = {}) {
    this.#history = history;
  }

  get version(): number {
    return this.#version;
  }

  get(resource: ApiResource, name: ObjectName): Stored | undefined {
    return this.#objectsOf(resource).get(keyOf(resource, name));
  }

  /** In the order of their keys, `namespace/name`. */
  list(resource: ApiResource, namespace?: string): readonly Stored[] {
    const objects = this.#objectsOf(resource);
    return namespace === undefined ? objects.all() : objects.within(namespace);
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

  /** Removes an object, of which `last` becomes the last state; `undefined` when there is none. */
  remove(resource: ApiResource, last: Stored): Stored | undefined {
    const objects = this.#objectsOf(resource);
    const key = keyOf(resource, last.metadata);
    const previous = objects.get(key);
    if (previous === undefined) return undefined;
    objects.delete(key);
    const object = this.#versioned(last);
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
    return version < this.#forgotten ? undefined : this.#events.slice(version - this.#forgotten);
  }

  /** Forgets all past changes, as etcd does when it compacts. */
  compact(): void {
    this.#events = [];
    this.#forgotten = this.#version;
  }

  #objectsOf(resource: ApiResource): SortedObjects {
    // All versions of a resource are one: its name has none.
    const name = resourceName(resource);
    const known = this.#byResource.get(name);
    if (known !== undefined) return known;
    const made = new SortedObjects();
    this.#byResource.set(name, made);
    return made;
  }

  #versioned(object: Stored): Stored {
    this.#version += 1;
    return { ...object, metadata: { ...object.metadata, resourceVersion: String(this.#version) } };
  }

  #tell(event: ObjectEvent): void {
    this.#events.push(event);
    if (this.#events.length > 2 * this.#history) {
      this.#events = this.#events.slice(-this.#history);
      this.#forgotten = this.#version - this.#events.length;
    }
    this.#undelivered.push(event);
    if (!this.#isTelling) this.#tellAll();
  }

  /** A listener that writes makes an event of its own: it is told when all have heard of the one before. */
  #tellAll(): void {
    this.#isTelling = true;
    try {
      for (let event = this.#undelivered.shift(); event !== undefined; event = this.#undelivered.shift()) {
        for (const listener of this.#listeners) listener(event);
      }
    } finally {
      this.#isTelling = false;
    }
  }
}

function keyOf(resource: ApiResource, { namespace, name }: ObjectName): string {
  return resource.namespaced ? `${namespace ?? ''}/${name}` : name;
}
