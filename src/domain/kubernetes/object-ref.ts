/** A reference to an object, for plans and messages. */
import type { KubernetesObject } from './object.ts';
import type { Resource } from './resource.ts';

export interface ObjectRef {
  readonly resource: Resource;
  /** Absent for cluster-scoped objects. */
  readonly namespace?: string;
  readonly name: string;
  /** Absent only for objects that do not exist yet. */
  readonly uid?: string;
}

/** Reference to an object read from the given resource. */
export function refOf(resource: Resource, object: KubernetesObject): ObjectRef {
  const { name, namespace, uid } = object.metadata;
  return {
    resource,
    name,
    ...(namespace === undefined ? {} : { namespace }),
    ...(uid === undefined ? {} : { uid }),
  };
}

/** `Deployment shop/web`, for sentences. */
export function describeRef(ref: ObjectRef): string {
  return `${ref.resource.kind} ${qualifiedName(ref)}`;
}

/** The parts of `describeRef`. */
export interface DescribedObject {
  readonly kind: string;
  /** Absent for cluster-scoped objects. */
  readonly namespace?: string;
  readonly name: string;
}

/** Parses the output of `describeRef`; `undefined` for anything else. */
export function readDescription(text: string): DescribedObject | undefined {
  const [, kind, namespace, name] = /^(\S+) (?:([^\s/]+)\/)?([^\s/]+)$/.exec(text) ?? [];
  if (kind === undefined || name === undefined) return undefined;
  return { kind, name, ...(namespace === undefined ? {} : { namespace }) };
}

/** `shop/web`, or `web` for a cluster-scoped object. */
export function qualifiedName(ref: { readonly namespace?: string; readonly name: string }): string {
  return ref.namespace === undefined ? ref.name : `${ref.namespace}/${ref.name}`;
}

/** `deployment.apps/web`, as `kubectl -o name` prints it. */
export function kubectlName(ref: ObjectRef): string {
  const kind = ref.resource.kind.toLowerCase();
  return `${ref.resource.group === '' ? kind : `${kind}.${ref.resource.group}`}/${ref.name}`;
}
