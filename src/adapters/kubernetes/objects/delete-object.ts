import type { ObjectName } from '../../../domain/kubernetes/object.ts';
import type { Resource } from '../../../domain/kubernetes/resource.ts';
import type { DeleteOptions } from '../../../domain/ports/cluster.ts';
import type { Perform } from '../transport/api-call.ts';
import { valueOf } from '../transport/outcome.ts';
import { objectPath } from './resource-path.ts';
import { isSecretResource } from './secret-resource.ts';

/** Asks the server to delete an object; `false` when it is not there (any more), or another one of that name is. */
export async function deleteObject(
  perform: Perform,
  resource: Resource,
  name: ObjectName,
  options: DeleteOptions,
): Promise<boolean> {
  const outcome = await perform({
    request: {
      method: 'DELETE',
      path: objectPath(resource, name),
      body: bodyOf(options),
      signal: options.signal,
    },
    read: async ({ body }) => {
      await body.resume().toArray();
      return true;
    },
    // Without a uid a second attempt might hit an object that was created in between.
    repeatable: options.uid !== undefined || options.dryRun === true,
    isSecret: isSecretResource(resource),
  });
  if (outcome.ok) return true;
  const { failure } = outcome.error;
  const gone = failure === 'not-found' || (failure === 'conflict' && options.uid !== undefined);
  // That it is gone may be what an earlier sending has done, whose answer was lost.
  if (gone) return outcome.afterDoubt === true;
  return valueOf(outcome);
}

function bodyOf({ uid, propagation, gracePeriodSeconds, dryRun }: DeleteOptions): unknown {
  return {
    apiVersion: 'v1',
    kind: 'DeleteOptions',
    preconditions: uid === undefined ? undefined : { uid },
    propagationPolicy: propagation,
    gracePeriodSeconds,
    dryRun: dryRun === true ? ['All'] : undefined,
  };
}
