/** An object that is to be applied, with its kind. */
import type { ApiObject, Kind } from '../harness/kinds.ts';
import { nameOf, type KubeApi, type ObjectName } from '../harness/kube-api.ts';

export interface Buildable {
  readonly kind: Kind<ApiObject>;
  readonly object: ApiObject;
}

/** An object of a kind, checked by the compiler against what the kind looks like. */
export function buildable<Type extends ApiObject>(kind: Kind<Type>, object: NoInfer<Type>): Buildable {
  return { kind, object };
}

/** Where an object stands. */
export interface Place {
  readonly namespace: string;
  readonly name: string;
}

/** Applies objects at the same time: none may need another to be there first. */
export async function applyAll(api: KubeApi, objects: readonly Buildable[]): Promise<void> {
  await Promise.all(objects.map(async ({ kind, object }) => api.apply(kind, object)));
}

export function placeOf({ object }: Buildable): ObjectName {
  return nameOf(object);
}
