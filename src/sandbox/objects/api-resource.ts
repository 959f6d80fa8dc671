import type { Resource } from '../../domain/kubernetes/resource.ts';

/** A resource that the sandbox serves; `Type` is what its objects look like. */
export interface ApiResource<Type = unknown> extends Resource {
  readonly singular: string;
  readonly shortNames?: readonly string[];
  /** Such as `all`. */
  readonly categories?: readonly string[];
  /** Has a `/status` of its own: writes elsewhere leave the status alone. */
  readonly hasStatus: boolean;
  /** Never there: ties the type to the value. */
  readonly objects?: Type;
}
