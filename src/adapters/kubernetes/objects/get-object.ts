import type { KubernetesObject, ObjectName } from '../../../domain/kubernetes/object.ts';
import type { Resource } from '../../../domain/kubernetes/resource.ts';
import type { Perform } from '../transport/api-call.ts';
import { valueOf } from '../transport/outcome.ts';
import { readJson } from '../transport/read-json.ts';
import { receivedObject } from './received-object.ts';
import { objectPath } from './resource-path.ts';

/** Reads one object; `undefined` when the server has none of that name. */
export async function getObject(
  perform: Perform,
  resource: Resource,
  name: ObjectName,
  signal: AbortSignal | undefined,
): Promise<KubernetesObject | undefined> {
  const outcome = await perform({
    request: { method: 'GET', path: objectPath(resource, name), signal },
    read: readJson,
    resource,
  });
  if (!outcome.ok && outcome.error.failure === 'not-found') return undefined;
  return receivedObject(resource, valueOf(outcome));
}
