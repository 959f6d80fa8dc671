import type { JsonPatch } from '../../../domain/kubernetes/json-patch.ts';
import type { KubernetesObject, ObjectName } from '../../../domain/kubernetes/object.ts';
import type { Resource } from '../../../domain/kubernetes/resource.ts';
import type { WriteOptions } from '../../../domain/ports/cluster.ts';
import type { Perform } from '../transport/api-call.ts';
import { valueOf } from '../transport/outcome.ts';
import { readJson } from '../transport/read-json.ts';
import { receivedObject } from './received-object.ts';
import { objectPath, withQuery } from './resource-path.ts';
import { isSelfGuarding } from './self-guarding-patch.ts';
import { writeParameters } from './write-parameters.ts';

/** The object to patch. */
export interface PatchTarget {
  readonly resource: Resource;
  readonly name: ObjectName;
}

/** Changes an object by a JSON Patch; see `Cluster.patch` for how it fails. */
export async function patchObject(
  perform: Perform,
  { resource, name }: PatchTarget,
  patch: JsonPatch,
  options: WriteOptions,
): Promise<KubernetesObject> {
  const outcome = await perform({
    request: {
      method: 'PATCH',
      path: withQuery(objectPath(resource, name), writeParameters(options)),
      headers: { 'Content-Type': 'application/json-patch+json' },
      body: patch,
      signal: options.signal,
      permit: options.permit,
    },
    read: readJson,
    repeatable: options.dryRun === true || isSelfGuarding(patch),
    resource,
  });
  return receivedObject(resource, valueOf(outcome));
}
