/** What all objects have in common: names, uids, owners. */
import type { KubernetesObject, ObjectMeta, OwnerReference } from '../../../src/domain/kubernetes/object.ts';
import { apiVersionOf, type Resource } from '../../../src/domain/kubernetes/resource.ts';

export interface ObjectShape {
  readonly name?: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  /** What controls the object. */
  readonly owner?: KubernetesObject;
  readonly resourceVersion?: string;
  readonly creationTimestamp?: string;
  readonly status?: unknown;
}

/** An object of a resource in namespace `shop`; its uid follows from kind and name. */
export function anObject(
  resource: Resource,
  { status, ...shape }: ObjectShape,
  fields: Readonly<Record<string, unknown>>,
): KubernetesObject {
  return {
    apiVersion: apiVersionOf(resource),
    kind: resource.kind,
    metadata: metadata(resource, shape),
    ...fields,
    ...(status === undefined ? {} : { status }),
  };
}

/** The part of a larger shape that concerns the object itself. */
export function objectShape(shape: ObjectShape): ObjectShape {
  const { name, namespace, labels, annotations, owner, resourceVersion, creationTimestamp, status } = shape;
  const all = { name, namespace, labels, annotations, owner, resourceVersion, creationTimestamp, status };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

function metadata(
  { kind, namespaced }: Resource,
  { name = 'web', namespace = 'shop', owner, ...rest }: ObjectShape,
): ObjectMeta {
  return {
    name,
    ...(namespaced ? { namespace } : {}),
    uid: `${kind}-${namespace}-${name}`,
    ...(owner === undefined ? {} : { ownerReferences: [controlledBy(owner)] }),
    ...rest,
  };
}

function controlledBy({ apiVersion, kind, metadata: { name, uid = '' } }: KubernetesObject): OwnerReference {
  return { apiVersion, kind, name, uid, controller: true };
}
