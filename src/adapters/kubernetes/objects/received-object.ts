import { ClusterError } from '../../../domain/errors.ts';
import type { KubernetesObject } from '../../../domain/kubernetes/object.ts';
import { apiVersionOf, type Resource } from '../../../domain/kubernetes/resource.ts';
import { fieldsOf } from '../../http/json-fields.ts';

/**
 * An object as received; items of a list say neither apiVersion nor kind, so both come from the resource. Throws
 * ClusterError for what is no object of Kubernetes, as gateways and login pages answer.
 */
export function receivedObject(resource: Resource, json: unknown): KubernetesObject {
  const { name } = fieldsOf(fieldsOf(json).metadata);
  if (typeof name !== 'string' || name === '') throw notOfKubernetes(`not an object of ${resource.plural}`);
  const received = json as Partial<KubernetesObject> & Pick<KubernetesObject, 'metadata'>;
  return { apiVersion: apiVersionOf(resource), kind: resource.kind, ...received };
}

/** The error of an answer that says nothing of what was asked. */
export function notOfKubernetes(what: string): ClusterError {
  return new ClusterError('server-error', `unexpected response from the server: ${what}`, {
    nextStep: 'Check whether a proxy or gateway answers instead of the API server.',
  });
}
