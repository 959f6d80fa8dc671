import type { ApiResource } from '../../objects/api-resource.ts';
import type { Draft } from '../../objects/objects.ts';

/** An object of the estate, with its resource. */
export interface EstateObject {
  readonly resource: ApiResource;
  readonly object: Draft;
}

/** Where an object stands. */
export interface Place {
  readonly namespace: string;
  readonly name: string;
}

/** Checked by the compiler against what the objects of the resource look like. */
export function estateObject<Type>(resource: ApiResource<Type>, object: NoInfer<Type> & Draft): EstateObject {
  return { resource, object };
}

/** `Deployment shop/web` */
export function describeObject({ resource, object: { metadata } }: EstateObject): string {
  const { namespace, name = '' } = metadata;
  return `${resource.kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
}
