import type { KubernetesObject } from '../../../domain/kubernetes/object.ts';
import { apiVersionOf, type Resource } from '../../../domain/kubernetes/resource.ts';

/** An object as received; items of a list say neither apiVersion nor kind, so both come from the resource. */
export function receivedObject(resource: Resource, json: unknown): KubernetesObject {
  const received = json as Partial<KubernetesObject> & Pick<KubernetesObject, 'metadata'>;
  return { apiVersion: apiVersionOf(resource), kind: resource.kind, ...received };
}
