import type { KubernetesObject, ObjectName } from '../../../domain/kubernetes/object.ts';
import type { Resource } from '../../../domain/kubernetes/resource.ts';
import type { DeleteOptions } from '../../../domain/ports/cluster.ts';
import type { Perform } from '../transport/api-call.ts';
import { valueOf, type Outcome } from '../transport/outcome.ts';
import { readNothing } from '../transport/read-json.ts';
import { getObject } from './get-object.ts';
import { objectPath } from './resource-path.ts';

/** Attempts of a deletion that fails with a conflict while the object still exists. */
const TRIES = 3;

/** Asks the server to delete an object; `false` when it is not there (any more), or another one of that name is. */
export async function deleteObject(
  perform: Perform,
  resource: Resource,
  name: ObjectName,
  options: DeleteOptions,
): Promise<boolean> {
  const { uid, signal } = options;
  for (let tries = 1; ; tries += 1) {
    const outcome = await sendDeletion(perform, resource, name, options);
    if (outcome.ok) return true;
    const { failure } = outcome.error;
    // That it is gone may be what an earlier sending has done, whose answer was lost.
    if (failure === 'not-found') return outcome.afterDoubt === true;
    if (failure !== 'conflict' || uid === undefined) return valueOf(outcome);
    const found = await getObject(perform, resource, name, signal);
    if (found?.metadata.uid !== uid) return outcome.afterDoubt === true;
    if (isChanged(found, options) || tries === TRIES) return valueOf(outcome);
  }
}

/** Whether it is not any more what the caller has decided about. */
export function isChanged(
  { metadata }: KubernetesObject,
  { resourceVersion }: Pick<DeleteOptions, 'resourceVersion'>,
): boolean {
  return resourceVersion !== undefined && metadata.resourceVersion !== resourceVersion;
}

async function sendDeletion(
  perform: Perform,
  resource: Resource,
  name: ObjectName,
  options: DeleteOptions,
): Promise<Outcome<boolean>> {
  return perform({
    request: {
      method: 'DELETE',
      path: objectPath(resource, name),
      body: bodyOf(options),
      signal: options.signal,
      permit: options.permit,
    },
    read: readNothing,
    // Without a uid a second attempt might hit an object that was created in between.
    repeatable: options.uid !== undefined || options.dryRun === true,
    resource,
  });
}

function bodyOf({ propagation, gracePeriodSeconds, dryRun, ...preconditions }: DeleteOptions): unknown {
  return {
    apiVersion: 'v1',
    kind: 'DeleteOptions',
    preconditions: preconditionsOf(preconditions),
    propagationPolicy: propagation,
    gracePeriodSeconds,
    dryRun: dryRun === true ? ['All'] : undefined,
  };
}

/** https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#preconditions-v1-meta */
export function preconditionsOf({
  uid,
  resourceVersion,
}: Pick<DeleteOptions, 'uid' | 'resourceVersion'>): unknown {
  return uid === undefined && resourceVersion === undefined ? undefined : { uid, resourceVersion };
}
