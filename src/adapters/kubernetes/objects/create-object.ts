import type { KubernetesObject } from '../../../domain/kubernetes/object.ts';
import type { Resource } from '../../../domain/kubernetes/resource.ts';
import type { WriteOptions } from '../../../domain/ports/cluster.ts';
import type { Perform } from '../transport/api-call.ts';
import { valueOf } from '../transport/outcome.ts';
import { readJson } from '../transport/read-json.ts';
import { getObject } from './get-object.ts';
import { receivedObject } from './received-object.ts';
import { collectionPath, withQuery } from './resource-path.ts';
import { writeParameters } from './write-parameters.ts';

/** Creates an object in the namespace that it names; one whose answer was lost is found again. */
export async function createObject(
  perform: Perform,
  resource: Resource,
  object: KubernetesObject,
  options: WriteOptions,
): Promise<KubernetesObject> {
  const path = withQuery(collectionPath(resource, object.metadata.namespace), writeParameters(options));
  const outcome = await perform({
    request: { method: 'POST', path, body: object, signal: options.signal, permit: options.permit },
    read: readJson,
    // A second attempt at worst finds what the first has created.
    repeatable: true,
    resource,
  });
  if (!outcome.ok && outcome.afterDoubt === true && outcome.error.failure === 'already-exists') {
    const found = await getObject(perform, resource, object.metadata, options.signal);
    if (found !== undefined && contains(found, object)) return found;
  }
  return receivedObject(resource, valueOf(outcome));
}

/** Whether a value has all that another says. The server adds fields, drops empty ones, and leaves lists as long. */
function contains(value: unknown, wanted: unknown): boolean {
  if (typeof wanted !== 'object' || wanted === null) return value === wanted;
  if (value === undefined) return Object.keys(wanted).length === 0;
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(wanted) && (!Array.isArray(value) || value.length !== wanted.length)) return false;
  const has: Readonly<Record<string, unknown>> = { ...value };
  return Object.entries(wanted).every(([key, part]) => part === undefined || contains(has[key], part));
}
