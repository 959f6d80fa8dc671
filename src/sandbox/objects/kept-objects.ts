/** The objects by the rules of the API server: what comes in is completed, checked, admitted and stored. */
import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { ObjectName, Stored, StoredMeta } from './stored.ts';
import { apiVersionOf, type ApiResource } from './api-resource.ts';
import type { Clock } from '../clock.ts';
import type { AdmissionCheck, AdmissionRequest } from './admission/admission-request.ts';
import { judge, mutated } from './admission/admit.ts';
import { recordOwners } from './apply/record-owners.ts';
import { withDefaults } from './defaults/with-defaults.ts';
import { decideDeletion, isReleased } from './deletion/decide-deletion.ts';
import { firstGeneration, nextGeneration } from './metadata/generation.ts';
import { generateName } from './metadata/generate-name.ts';
import { keptMetadata } from './metadata/kept-metadata.ts';
import { timestamp } from './metadata/timestamp.ts';
import { ObjectStore } from './object-store.ts';
import type { Change, DeleteOptions, Draft, ObjectEvent, Objects, WriteOptions } from './objects.ts';
import { prepareCreate } from './prepare/prepare-create.ts';
import { prepareStatusUpdate, prepareUpdate } from './prepare/prepare-update.ts';
import { alreadyExists, invalid, notFound, versionedDraft } from './refusals.ts';
import { fieldErrors } from './validation/validate.ts';

export class KeptObjects implements Objects {
  readonly #store: ObjectStore;
  readonly #clock: Clock;
  readonly #checks = new Set<AdmissionCheck>();

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
    if ((draft.metadata.resourceVersion ?? '') !== '') throw versionedDraft();
    const now = this.#now();
    const request = this.#request('CREATE', resource, this.#drafted(resource, draft), options);
    const prepared = prepareCreate(resource, mutated(request), { objects: this, now }) as Stored;
    const object = recordOwners(resource, prepared, { ...options, now });
    this.#check({ ...request, object });
    if (this.get(resource, object.metadata) !== undefined) {
      throw alreadyExists(resource, object.metadata.name);
    }
    const made = options.dryRun === true ? unstored(object) : this.#store.put(resource, object);
    return made as Stored<Type>;
  }

  update<Type>(
    resource: ApiResource<Type>,
    name: ObjectName,
    change: Change<Type>,
    options: WriteOptions = {},
  ): Stored<Type> {
    const current = this.#existing(resource, name);
    const changed = this.#changed(resource, current, change(current));
    const next = prepareUpdate(resource, current, changed) as Stored;
    const request = this.#request('UPDATE', resource, next, options);
    return this.#replace(current, request, options) as Stored<Type>;
  }

  updateStatus<Type>(
    resource: ApiResource<Type>,
    name: ObjectName,
    change: Change<Type>,
    options: WriteOptions = {},
  ): Stored<Type> {
    const current = this.#existing(resource, name);
    const changed = this.#changed(resource, current, change(current));
    const next = prepareStatusUpdate(resource, current, changed) as Stored;
    const request = this.#request('UPDATE', resource, next, options);
    return this.#replace(current, { ...request, subresource: 'status' }, options) as Stored<Type>;
  }

  delete<Type>(resource: ApiResource<Type>, name: ObjectName, options: DeleteOptions = {}): Stored<Type> {
    const current = this.#existing(resource, name);
    const deletion = decideDeletion(resource, current, options, this.#clock.now());
    const request = this.#request('DELETE', resource, current, options);
    mutated(request);
    for (const check of this.#checks) check(request);
    if (options.dryRun === true) return current;
    if (deletion.remove) return (this.#store.remove(resource, deletion.object) ?? current) as Stored<Type>;
    if (deletion.object === current) return current;
    return this.#store.put(resource, deletion.object) as Stored<Type>;
  }

  /** Lets a check judge every write after the server's own ones, as a webhook does; returns how to take it away. */
  addCheck(check: AdmissionCheck): () => void {
    this.#checks.add(check);
    return () => {
      this.#checks.delete(check);
    };
  }

  subscribe(listener: (event: ObjectEvent) => void): () => void {
    return this.#store.subscribe(listener);
  }

  since(version: number): readonly ObjectEvent[] | undefined {
    return this.#store.since(version);
  }

  #existing<Type>(resource: ApiResource<Type>, name: ObjectName): Stored<Type> {
    const found = this.get(resource, name);
    if (found === undefined) throw notFound(resource, name.name);
    return found;
  }

  /** With a name, what only the server sets, and defaults. */
  #drafted(resource: ApiResource, draft: Draft): Stored {
    const { name, generateName: beginning } = draft.metadata;
    const generation = firstGeneration(resource);
    const metadata = {
      ...draft.metadata,
      name: name ?? (beginning === undefined ? '' : generateName(beginning)),
      uid: randomUUID(),
      resourceVersion: '',
      creationTimestamp: this.#now(),
      ...(generation === undefined ? {} : { generation }),
    };
    return withDefaults(resource, typed(resource, draft, metadata as StoredMeta));
  }

  #changed(resource: ApiResource, current: Stored, next: Draft | Stored): Stored {
    const metadata = keptMetadata(resource, current, next);
    return withDefaults(resource, typed(resource, next, metadata));
  }

  #replace(current: Stored, request: AdmissionRequest, options: WriteOptions): Stored {
    const { resource, subresource } = request;
    const write = { ...options, now: this.#now(), subresource, before: current };
    if (isDeepStrictEqual(current, recordOwners(resource, request.object, write))) return current;
    const admitted = mutated({ ...request, previous: current });
    const object = recordOwners(resource, withGeneration(resource, current, admitted), write);
    this.#check({ ...request, object, previous: current });
    if (options.dryRun === true) return object;
    const stored = this.#store.put(resource, object);
    return isReleased(resource, stored) ? (this.#store.remove(resource, stored) ?? stored) : stored;
  }

  /** Throws ApiFailure when an object is not valid or is refused; a status is what its writer says. */
  #check(request: AdmissionRequest): void {
    const { resource, object, previous, subresource } = request;
    if (subresource === undefined) {
      const errors = fieldErrors(resource, object, previous);
      if (errors.length > 0) throw invalid(resource, object.metadata.name, errors);
      judge(request);
    }
    for (const check of this.#checks) check(request);
  }

  #now(): string {
    return timestamp(this.#clock.now());
  }

  #request(
    operation: AdmissionRequest['operation'],
    resource: ApiResource,
    object: Stored,
    { onWarning }: WriteOptions,
  ): AdmissionRequest {
    const ignore = () => undefined;
    return { operation, resource, object, objects: this, onWarning: onWarning ?? ignore };
  }
}

/** As it was never stored it has no version. */
function unstored(object: Stored): Stored {
  const { resourceVersion, ...metadata } = object.metadata;
  return resourceVersion === '' ? { ...object, metadata: metadata as StoredMeta } : object;
}

function typed(resource: ApiResource, object: Draft | Stored, metadata: StoredMeta): Stored {
  return { ...object, apiVersion: apiVersionOf(resource), kind: resource.kind, metadata };
}

function withGeneration(resource: ApiResource, current: Stored, next: Stored): Stored {
  const generation = nextGeneration(resource, current, next);
  if (generation === undefined || generation === next.metadata.generation) return next;
  return { ...next, metadata: { ...next.metadata, generation } };
}
