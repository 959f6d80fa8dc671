import type { KubernetesObject } from '../../../domain/kubernetes/object.ts';
import type { Resource } from '../../../domain/kubernetes/resource.ts';
import type { WriteOptions } from '../../../domain/ports/cluster.ts';
import type { Perform } from '../transport/api-call.ts';
import { valueOf } from '../transport/outcome.ts';
import { readJson } from '../transport/read-json.ts';
import { receivedObject } from './received-object.ts';
import { collectionPath, withQuery } from './resource-path.ts';
import { isSecretResource } from './secret-resource.ts';
import { writeParameters } from './write-parameters.ts';

/** Creates an object in the namespace that it names. */
export async function createObject(
  perform: Perform,
  resource: Resource,
  object: KubernetesObject,
  options: WriteOptions,
): Promise<KubernetesObject> {
  const path = withQuery(collectionPath(resource, object.metadata.namespace), writeParameters(options));
  const outcome = await perform({
    request: { method: 'POST', path, body: object, signal: options.signal },
    read: readJson,
    // A second attempt would find what the first has created.
    repeatable: options.dryRun === true,
    isSecret: isSecretResource(resource),
  });
  return receivedObject(resource, valueOf(outcome));
}
