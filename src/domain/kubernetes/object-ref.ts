/** Which object, in a form that can be saved in a plan and shown to people. */
import type { KubernetesObject } from './object.ts';
import type { Resource } from './resource.ts';

export interface ObjectRef {
  readonly resource: Resource;
  /** Absent for cluster-scoped objects. */
  readonly namespace?: string;
  readonly name: string;
  /** Absent only for objects that are yet to be created. */
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

/** `Deployment shop/web`, as sentences name an object. */
export function describeRef(ref: ObjectRef): string {
  return `${ref.resource.kind} ${qualifiedName(ref)}`;
}

/** What `describeRef` says of an object. */
export interface DescribedObject {
  readonly kind: string;
  /** Absent for cluster-scoped objects. */
  readonly namespace?: string;
  readonly name: string;
}

/** Reads what `describeRef` has written; `undefined`: anybody else has. */
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
