/** The cluster port: what the workflows need of a Kubernetes API server. */
import type { JsonPatch } from '../kubernetes/json-patch.ts';
import type { KubernetesObject, ObjectName } from '../kubernetes/object.ts';
import type { Resource } from '../kubernetes/resource.ts';
import type { Permission } from '../permissions/permission.ts';

export interface ListQuery {
  /** Absent: all namespaces. */
  readonly namespace?: string;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
}

/** Permission to write, which expires with a lease. */
export interface WritePermit {
  /**
   * Milliseconds until it expires, unless the lease is renewed. Called before every attempt, and again when that time
   * has passed: a request does not outlive it. Throws when it has expired.
   */
  readonly left: () => number;
  /** After an abort no further attempt is made; a response in flight is still awaited. */
  readonly signal: AbortSignal;
}

/** Options of every call that writes. */
export interface WriteOptions {
  readonly signal?: AbortSignal | undefined;
  /** `true`: the server checks everything and stores nothing (`dryRun=All`). */
  readonly dryRun?: boolean | undefined;
  readonly permit?: WritePermit | undefined;
}

export interface DeleteOptions extends WriteOptions {
  /** Delete only if the object has this uid. */
  readonly uid?: string | undefined;
  /** Delete only this version; otherwise it fails with `conflict`. */
  readonly resourceVersion?: string | undefined;
  readonly propagation?: 'Background' | 'Foreground' | 'Orphan' | undefined;
  readonly gracePeriodSeconds?: number | undefined;
}

export type EvictOptions = Omit<DeleteOptions, 'propagation' | 'gracePeriodSeconds' | 'dryRun'>;

export interface WatchEvent {
  /** `SYNCED` comes once after each (re)list: everything that exists has been reported. */
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'SYNCED';
  /** Absent on `SYNCED`. */
  readonly object?: KubernetesObject;
}

export interface LogQuery {
  readonly container?: string | undefined;
  readonly follow?: boolean | undefined;
  readonly tailLines?: number | undefined;
  /** `true`: of the previous instance of the container. */
  readonly previous?: boolean | undefined;
}

export interface PodName {
  readonly namespace: string;
  readonly name: string;
}

/** Every method throws ClusterError; reads are retried, writes only if repeating is harmless. */
export interface Cluster {
  /** URL of the API server, for messages. */
  readonly server: string;
  /** Name of the kubeconfig's context, for messages; absent within a pod. */
  readonly context?: string | undefined;
  /** Namespace of the kubeconfig's context, or `default`. */
  readonly defaultNamespace: string;
  /** The API server's version, e.g. `v1.36.3`. */
  version(signal?: AbortSignal): Promise<string>;
  /** Raw objects in pages of 250; the next page is requested before the current one is yielded. */
  list(
    resource: Resource,
    query: ListQuery,
    signal?: AbortSignal,
  ): AsyncIterable<readonly KubernetesObject[]>;
  /** `undefined` when there is no such object. */
  get(resource: Resource, name: ObjectName, signal?: AbortSignal): Promise<KubernetesObject | undefined>;
  /** Sent with `fieldValidation=Strict`; fails with `already-exists`. */
  create(resource: Resource, object: KubernetesObject, options?: WriteOptions): Promise<KubernetesObject>;
  /** Fails with `patch-test-failed` when a `test` does not hold, `conflict` on a 409, `not-found`. */
  patch(
    resource: Resource,
    name: ObjectName,
    patch: JsonPatch,
    options?: WriteOptions,
  ): Promise<KubernetesObject>;
  /** `false` when there was nothing to delete (absent, or another uid). */
  delete(resource: Resource, name: ObjectName, options?: DeleteOptions): Promise<boolean>;
  /**
   * Evicts a pod; fails with `too-many-requests` and the name of the budget if a disruption budget forbids it.
   * `false` when it is gone or another pod has its name.
   */
  evict(pod: PodName, options?: EvictOptions): Promise<boolean>;
  /** First what exists (as ADDED, then SYNCED), then every change; reconnects and relists by itself. */
  watch(resource: Resource, query: ListQuery, signal: AbortSignal): AsyncIterable<WatchEvent>;
  /** Lines of a container's log. */
  logs(pod: PodName, query: LogQuery, signal?: AbortSignal): AsyncIterable<string>;
  /** Finds `plural.group` (or `plural`) through discovery; `undefined` when the server has no such resource. */
  findResource(name: string, signal?: AbortSignal): Promise<Resource | undefined>;
  /** Whether the server would allow this to the user of the connection (SelfSubjectAccessReview). */
  allows(permission: Permission, signal?: AbortSignal): Promise<boolean>;
}
