import { isDeepStrictEqual } from 'node:util';
import { recordOf } from '../json/json-record.ts';
import type { ApiResource } from '../api-resource.ts';
import type { Stored } from '../stored.ts';

/** Built-in kinds that count the generations of their spec. */
const COUNTED: ReadonlySet<string> = new Set([
  'CronJob',
  'CustomResourceDefinition',
  'DaemonSet',
  'Deployment',
  'Job',
  'Pod',
  'PodDisruptionBudget',
  'ReplicaSet',
  'ReplicationController',
  'StatefulSet',
]);

function isCounted(resource: ApiResource): boolean {
  return resource.openApiSchema !== undefined || COUNTED.has(resource.kind);
}

/** The generation of a new object; none for kinds that do not count. */
export function firstGeneration(resource: ApiResource): number | undefined {
  return isCounted(resource) ? 1 : undefined;
}

/** The generation of a changed object: one more when what is wanted has changed. */
export function nextGeneration(resource: ApiResource, current: Stored, next: Stored): number | undefined {
  const { generation = 1 } = current.metadata;
  if (!isCounted(resource)) return current.metadata.generation;
  return isDeepStrictEqual(wanted(resource, current), wanted(resource, next)) ? generation : generation + 1;
}

/** The spec; of a custom resource all but metadata and status. */
function wanted(resource: ApiResource, object: Stored): unknown {
  if (resource.openApiSchema === undefined) {
    const { spec } = object as { readonly spec?: unknown };
    // Its node is given to a pod by a binding.
    return resource.kind === 'Pod' ? { ...recordOf(spec), nodeName: undefined } : spec;
  }
  const hidden = resource.hasStatus ? { metadata: undefined, status: undefined } : { metadata: undefined };
  return { ...object, ...hidden };
}
