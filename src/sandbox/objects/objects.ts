/** The objects of the sandbox as the API and the controllers see them: with defaults, checks, versions and events. */
import type { ObjectName, Stored } from './stored.ts';
import type { ApiResource } from './api-resource.ts';

export interface ObjectEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly resource: ApiResource;
  /** As it is now; of a deleted object the last state, with the version of the deletion. */
  readonly object: Stored;
  /** As it was before; absent for ADDED. */
  readonly previous?: Stored;
}

/** An object that is to be created: `metadata` with a name or a generateName, a namespace where there is one. */
export interface Draft {
  readonly apiVersion?: string | undefined;
  readonly kind?: string | undefined;
  readonly metadata: {
    readonly name?: string | undefined;
    readonly generateName?: string | undefined;
    readonly namespace?: string | undefined;
    readonly [field: string]: unknown;
  };
  readonly [field: string]: unknown;
}

export interface WriteOptions {
  /** Everything is checked, nothing is stored. */
  readonly dryRun?: boolean | undefined;
  /** Who is told to have written, in `managedFields`. */
  readonly fieldManager?: string | undefined;
  /** The object brings its own `managedFields`, as server-side apply does; entries without a time get the present one. */
  readonly bringsManagedFields?: boolean | undefined;
  /** Is told what the server would say in a Warning header. */
  readonly onWarning?: ((text: string) => void) | undefined;
}

export interface DeleteOptions extends WriteOptions {
  readonly uid?: string | undefined;
  readonly resourceVersion?: string | undefined;
  readonly gracePeriodSeconds?: number | undefined;
  readonly propagationPolicy?: 'Background' | 'Foreground' | 'Orphan' | undefined;
}

/** All methods are synchronous and atomic; all but `get` and `list` throw ApiFailure. */
export interface Objects {
  /** Version of the latest change, as a number; `resourceVersion` is its text. */
  readonly version: number;
  get<Type>(resource: ApiResource<Type>, name: ObjectName): Stored<Type> | undefined;
  /** By namespace and name. */
  list<Type>(resource: ApiResource<Type>, namespace?: string): readonly Stored<Type>[];
  /** Defaults, checks, admits and stores. */
  create<Type>(resource: ApiResource<Type>, draft: Draft, options?: WriteOptions): Stored<Type>;
  /**
   * Stores what `change` makes of the current object, but its status where that is a subresource. Nothing happens, and
   * no event, when it equals what was there. A `resourceVersion` in the result that is not the current one is a 409.
   */
  update<Type>(
    resource: ApiResource<Type>,
    name: ObjectName,
    change: Change<Type>,
    options?: WriteOptions,
  ): Stored<Type>;
  /** As `update`, for the status alone; of a namespace also for the finalizers in its spec (`/finalize`). */
  updateStatus<Type>(
    resource: ApiResource<Type>,
    name: ObjectName,
    change: Change<Type>,
    options?: WriteOptions,
  ): Stored<Type>;
  /**
   * Removes an object, or marks it as being deleted (`deletionTimestamp`) while finalizers or, for a pod on a node, its
   * grace period hold it. Returns what is or was there.
   */
  delete<Type>(resource: ApiResource<Type>, name: ObjectName, options?: DeleteOptions): Stored<Type>;
  /** Calls back synchronously after each change; returns how to stop. */
  subscribe(listener: (event: ObjectEvent) => void): () => void;
  /** Changes after a version, oldest first; `undefined` when they are no longer all remembered (410 Gone). */
  since(version: number): readonly ObjectEvent[] | undefined;
}

export type Change<Type> = (current: Stored<Type>) => Draft | Stored<Type>;
