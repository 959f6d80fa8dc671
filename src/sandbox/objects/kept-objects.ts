/** The rules by which the API server keeps objects: names, versions, generations, guards, deletion. */
import { randomBytes, randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { ObjectName } from '../../domain/kubernetes/object.ts';
import { apiVersionOf } from '../../domain/kubernetes/resource.ts';
import type { Clock } from '../clock.ts';
import { ApiFailure } from './api-failure.ts';
import type { ApiResource } from './api-resource.ts';
import { ObjectStore } from './object-store.ts';
import type { Change, DeleteOptions, Draft, ObjectEvent, Objects, WriteOptions } from './objects.ts';
import type { Stored, StoredMeta } from './stored.ts';

export class KeptObjects implements Objects {
  readonly #store: ObjectStore;
  readonly #clock: Clock;

  constructor(clock: Clock, store = new ObjectStore()) {
    this.#clock = clock;
    this.#store = store;
  }

  get version(): number {
    return this.#store.version;
  }

  get<Type>(resource: ApiResource<Type>, name: ObjectName): Stored<Type> | undefined {
    return this.#store.get(resource, name) as Stored<Type> | undefined;
  }

  list<Type>(resource: ApiResource<Type>, namespace?: string): readonly Stored<Type>[] {
    return this.#store.list(resource, namespace) as readonly Stored<Type>[];
  }

  create<Type>(resource: ApiResource<Type>, draft: Draft, options: WriteOptions = {}): Stored<Type> {
    const name = draft.metadata.name ?? `${draft.metadata.generateName ?? ''}${suffix()}`;
    const metadata = {
      ...draft.metadata,
      name,
      uid: randomUUID(),
      resourceVersion: '',
      creationTimestamp: this.#clock
        .now()
        .toISOString()
        .replace(/\.\d+Z$/, 'Z'),
      generation: 1,
    } as StoredMeta;
    if (this.get(resource, metadata) !== undefined) {
      throw new ApiFailure(409, 'AlreadyExists', `${nameInMessage(resource, name)} already exists`, {
        name,
        group: resource.group,
        kind: resource.plural,
      });
    }
    const object: Stored = { ...draft, apiVersion: apiVersionOf(resource), kind: resource.kind, metadata };
    return (options.dryRun === true ? object : this.#store.put(resource, object)) as Stored<Type>;
  }

  update<Type>(
    resource: ApiResource<Type>,
    name: ObjectName,
    change: Change<Type>,
    options: WriteOptions = {},
  ): Stored<Type> {
    const current = this.#existing(resource, name);
    const next = change(current) as Stored;
    const status = resource.hasStatus ? (current as { status?: unknown }).status : undefined;
    const kept = status === undefined ? next : { ...next, status };
    return this.#replace(resource, current, kept, options) as Stored<Type>;
  }

  updateStatus<Type>(
    resource: ApiResource<Type>,
    name: ObjectName,
    change: Change<Type>,
    options: WriteOptions = {},
  ): Stored<Type> {
    const current = this.#existing(resource, name);
    const { status } = change(current) as { readonly status?: unknown };
    return this.#replace(resource, current, { ...current, status }, options) as Stored<Type>;
  }

  delete<Type>(resource: ApiResource<Type>, name: ObjectName, options: DeleteOptions = {}): Stored<Type> {
    const current = this.#existing(resource, name);
    const held = (current.metadata.finalizers ?? []).length > 0;
    if (options.dryRun === true) return current;
    if (!held) return this.#store.remove(resource, name) as Stored<Type>;
    if (current.metadata.deletionTimestamp !== undefined) return current;
    const deletionTimestamp = this.#clock
      .now()
      .toISOString()
      .replace(/\.\d+Z$/, 'Z');
    const metadata = { ...current.metadata, deletionTimestamp, deletionGracePeriodSeconds: 0 };
    return this.#store.put(resource, { ...current, metadata }) as Stored<Type>;
  }

  subscribe(listener: (event: ObjectEvent) => void): () => void {
    return this.#store.subscribe(listener);
  }

  since(version: number): readonly ObjectEvent[] | undefined {
    return this.#store.since(version);
  }

  #existing<Type>(resource: ApiResource<Type>, name: ObjectName): Stored<Type> {
    const found = this.get(resource, name);
    if (found !== undefined) return found;
    throw new ApiFailure(404, 'NotFound', `${nameInMessage(resource, name.name)} not found`, {
      name: name.name,
      group: resource.group,
      kind: resource.plural,
    });
  }

  #replace(resource: ApiResource, current: Stored, next: Stored, options: WriteOptions): Stored {
    const { spec: before } = current as { readonly spec?: unknown };
    const { spec: after } = next as { readonly spec?: unknown };
    const { generation = 1 } = current.metadata;
    const metadata = {
      ...next.metadata,
      generation: isDeepStrictEqual(before, after) ? generation : generation + 1,
    };
    const object: Stored = { ...next, metadata };
    if (options.dryRun === true || isDeepStrictEqual(current, object)) return object;
    return this.#store.put(resource, object);
  }
}

/** As messages name an object: `deployments.apps "web"`. */
function nameInMessage(resource: ApiResource, name: string): string {
  const kind = resource.group === '' ? resource.plural : `${resource.plural}.${resource.group}`;
  return `${kind} "${name}"`;
}

function suffix(): string {
  return randomBytes(4).toString('hex').slice(0, 5);
}
