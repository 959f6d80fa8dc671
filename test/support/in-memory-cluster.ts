/** A cluster in memory: what the workflows see of an API server, with its guards against concurrent edits. */
import { isDeepStrictEqual } from 'node:util';
import { ClusterError, type ClusterFailure } from '../../src/domain/errors.ts';
import type { JsonPatch } from '../../src/domain/kubernetes/json-patch.ts';
import type { KubernetesObject, ObjectName } from '../../src/domain/kubernetes/object.ts';
import { PODS, type Resource, resourceName } from '../../src/domain/kubernetes/resource.ts';
import { describePermission, type Permission } from '../../src/domain/permissions/permission.ts';
import type {
  Cluster,
  DeleteOptions,
  EvictOptions,
  ListQuery,
  LogQuery,
  PodName,
  WatchEvent,
  WriteOptions,
} from '../../src/domain/ports/cluster.ts';
import { resourceOf } from './builders/resources.ts';
import { InMemoryWatches } from './in-memory-watches.ts';
import { applyPatch, PatchFailure } from './json-patch.ts';
import { matches } from './object-selection.ts';

type Verb = 'list' | 'get' | 'create' | 'patch' | 'delete' | 'evict';

/** Those that a resource is found by. */
function namesOf(resource: Resource): string[] {
  const { plural, kind, version, group } = resource;
  return [resourceName(resource), plural, `${kind}.${version}.${group}`];
}

export class InMemoryCluster implements Cluster {
  readonly server = 'https://kube.example';
  readonly defaultNamespace = 'default';
  /** Every write, as `patch deployments.apps shop/web`; deleting nothing is none. */
  readonly writes: string[] = [];
  /** Lines of logs by name of the pod. */
  readonly logLines = new Map<string, readonly string[]>();
  /** What was asked of logs, in order. */
  readonly logQueries: LogQuery[] = [];
  /** Runs before a patch is applied: somebody else who is faster. */
  beforePatch: (object: KubernetesObject) => unknown = () => undefined;
  /** Stands for webhooks: what they make of an object that is patched. */
  admit: (object: KubernetesObject, before: KubernetesObject) => KubernetesObject = (object) => object;
  /** Stands for the controllers: the status of an object that was just written. */
  statusOf: (object: KubernetesObject) => unknown = ({ status }) => status;

  /** What the user may do, apart from what is refused. */
  permits: (permission: Permission) => boolean = () => true;
  /** Access reviews, as `list pods shop`. */
  readonly reviews: string[] = [];

  readonly #objects = new Map<string, KubernetesObject>();
  readonly #failures = new Map<string, ClusterFailure>();
  readonly #watches = new InMemoryWatches();
  #version = 1;

  constructor(objects: readonly KubernetesObject[] = []) {
    for (const object of objects) this.put(object);
  }

  /** Stores an object, as somebody else would. */
  put(object: KubernetesObject): KubernetesObject {
    const resource = resourceOf(object);
    const key = keyOf(resource, object.metadata);
    const known = this.#objects.has(key);
    const changed = this.#stored(object);
    this.#objects.set(key, changed);
    this.#watches.tell(resource, { type: known ? 'MODIFIED' : 'ADDED', object: changed });
    return changed;
  }

  /** Changes an object as somebody else would. */
  edit(object: KubernetesObject, patch: JsonPatch): KubernetesObject {
    return this.put(applyPatch(this.read(object), patch));
  }

  /** The object as it is now; throws where there is none. */
  read(object: Pick<KubernetesObject, 'apiVersion' | 'kind' | 'metadata'>): KubernetesObject {
    const found = this.find(object);
    if (found === undefined) throw new Error(`no ${object.kind} ${object.metadata.name}`);
    return found;
  }

  find(object: Pick<KubernetesObject, 'apiVersion' | 'kind' | 'metadata'>): KubernetesObject | undefined {
    return this.#objects.get(keyOf(resourceOf(object), object.metadata));
  }

  /** From now on every such request fails. */
  refuse(verb: Verb, resource: Resource, failure: ClusterFailure): void {
    this.#failures.set(`${verb} ${resourceName(resource)}`, failure);
  }

  async version(): Promise<string> {
    return Promise.resolve('v1.36.0');
  }

  async *list(resource: Resource, query: ListQuery): AsyncGenerator<readonly KubernetesObject[]> {
    await this.#request('list', resource);
    for (const object of this.#matching(resource, query)) yield [object];
  }

  async get(resource: Resource, name: ObjectName): Promise<KubernetesObject | undefined> {
    await this.#request('get', resource);
    return this.#objects.get(keyOf(resource, name));
  }

  async create(
    resource: Resource,
    object: KubernetesObject,
    { dryRun = false }: WriteOptions = {},
  ): Promise<KubernetesObject> {
    await this.#request('create', resource, dryRun ? undefined : object.metadata);
    if (this.#objects.has(keyOf(resource, object.metadata))) throw failure('already-exists');
    if (dryRun) return object;
    const uid = `made-${this.#version}`;
    return this.put(this.#settled({ ...object, metadata: { uid, ...object.metadata } }));
  }

  async patch(
    resource: Resource,
    name: ObjectName,
    patch: JsonPatch,
    { permit, dryRun = false }: WriteOptions = {},
  ): Promise<KubernetesObject> {
    permit?.left();
    await this.#request('patch', resource, dryRun ? undefined : name);
    const seen = this.#objects.get(keyOf(resource, name));
    if (seen !== undefined) await this.beforePatch(seen);
    const before = this.#objects.get(keyOf(resource, name));
    if (before === undefined) throw failure('not-found');
    const after = withGeneration(before, this.admit(patched(before, patch), before));
    return dryRun ? after : this.put(this.#settled(after));
  }

  async delete(
    resource: Resource,
    name: ObjectName,
    { uid, resourceVersion }: DeleteOptions = {},
  ): Promise<boolean> {
    const object = this.#objects.get(keyOf(resource, name));
    const meant = object !== undefined && (uid === undefined || uid === object.metadata.uid);
    await this.#request('delete', resource, meant ? name : undefined);
    if (!meant) return false;
    if (![undefined, object.metadata.resourceVersion].includes(resourceVersion)) throw failure('conflict');
    this.#objects.delete(keyOf(resource, name));
    this.#watches.tell(resource, { type: 'DELETED', object });
    return true;
  }

  async evict({ namespace, name }: PodName, { uid }: EvictOptions = {}): Promise<boolean> {
    const object = this.#objects.get(keyOf(PODS, { namespace, name }));
    const meant = object !== undefined && (uid === undefined || uid === object.metadata.uid);
    await this.#request('evict', PODS, meant ? { namespace, name } : undefined);
    if (!meant) return false;
    this.#objects.delete(keyOf(PODS, { namespace, name }));
    this.#watches.tell(PODS, { type: 'DELETED', object });
    return true;
  }

  watch(resource: Resource, query: ListQuery, signal: AbortSignal): AsyncGenerator<WatchEvent> {
    return this.#watches.watch({ resource, query }, () => this.#matching(resource, query), signal);
  }

  async *logs({ name }: PodName, query: LogQuery = {}): AsyncGenerator<string> {
    await Promise.resolve();
    this.logQueries.push(query);
    yield* this.logLines.get(name) ?? [];
  }

  async findResource(name: string): Promise<Resource | undefined> {
    const kinds = [...this.#objects.values()].map(resourceOf);
    return Promise.resolve(kinds.find((kind) => namesOf(kind).includes(name)));
  }

  async allows(permission: Permission): Promise<boolean> {
    const { verb, group, resource, namespace = '*' } = permission;
    this.reviews.push(`${describePermission(permission)} ${namespace}`);
    const refused = this.#failures.get(`${verb} ${group === '' ? resource : `${resource}.${group}`}`);
    return Promise.resolve(refused !== 'forbidden' && this.permits(permission));
  }

  async #request(verb: Verb, resource: Resource, name?: ObjectName): Promise<void> {
    await Promise.resolve();
    const request = `${verb} ${resourceName(resource)}`;
    if (name !== undefined) {
      this.writes.push(`${request} ${name.namespace === undefined ? '' : `${name.namespace}/`}${name.name}`);
    }
    const refused = this.#failures.get(request);
    if (refused !== undefined) throw failure(refused);
  }

  #matching(resource: Resource, query: ListQuery): KubernetesObject[] {
    return [...this.#objects].flatMap(([key, object]) =>
      key.startsWith(`${resourceName(resource)} `) && matches(object, query) ? [object] : [],
    );
  }

  #settled(object: KubernetesObject): KubernetesObject {
    const status = this.statusOf(object);
    return status === undefined ? object : { ...object, status };
  }

  #stored(object: KubernetesObject): KubernetesObject {
    this.#version += 1;
    const resourceVersion = String(this.#version);
    return structuredClone({ ...object, metadata: { ...object.metadata, resourceVersion } });
  }
}

function patched(before: KubernetesObject, patch: JsonPatch): KubernetesObject {
  try {
    return applyPatch(before, patch);
  } catch (error) {
    if (!(error instanceof PatchFailure)) throw error;
    throw failure(error.operation.op === 'test' ? 'patch-test-failed' : 'invalid', error);
  }
}

/** As the API server does for every change of a specification. */
function withGeneration(before: KubernetesObject, after: KubernetesObject): KubernetesObject {
  if (isDeepStrictEqual(before.spec, after.spec)) return after;
  const generation = (before.metadata.generation ?? 1) + 1;
  return { ...after, metadata: { ...after.metadata, generation } };
}

function failure(kind: ClusterFailure, cause?: unknown): ClusterError {
  return new ClusterError(kind, `the server said ${kind}`, { cause });
}

function keyOf(resource: Resource, { namespace, name }: ObjectName): string {
  return `${resourceName(resource)} ${resource.namespaced ? (namespace ?? '') : ''}/${name}`;
}
