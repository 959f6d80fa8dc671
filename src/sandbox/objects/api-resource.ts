/** A resource that the sandbox serves; `Type` is what its objects look like. */
export interface ApiResource<Type = unknown> {
  /** Empty for the core group. */
  readonly group: string;
  readonly version: string;
  /** Lower case, as in the URL. */
  readonly plural: string;
  readonly kind: string;
  readonly namespaced: boolean;
  readonly singular: string;
  /** Kind of its lists, where it is not the kind with `List` after it. */
  readonly listKind?: string;
  readonly shortNames?: readonly string[];
  /** Such as `all`. */
  readonly categories?: readonly string[];
  /** Has a `/status` of its own: writes elsewhere leave the status alone. */
  readonly hasStatus: boolean;
  /** The `openAPIV3Schema` of a custom resource; absent for built-in ones. */
  readonly openApiSchema?: object;
  /** The columns of a custom resource in tables, as its definition has them. */
  readonly printerColumns?: readonly unknown[];
  /** Never there: ties the type to the value. */
  readonly objects?: Type;
}

/** `group/version`, or `v1` for the core group. */
export function apiVersionOf({ group, version }: Pick<ApiResource, 'group' | 'version'>): string {
  return group === '' ? version : `${group}/${version}`;
}

/** `plural.group` as messages name a resource, e.g. `deployments.apps` or `pods`. */
export function resourceName({ group, plural }: Pick<ApiResource, 'group' | 'plural'>): string {
  return group === '' ? plural : `${plural}.${group}`;
}
