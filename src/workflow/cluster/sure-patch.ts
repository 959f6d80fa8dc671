/** Patches an object with retries on conflict. */
import { ExpectedError } from '../../domain/errors.ts';
import type { JsonPatch } from '../../domain/kubernetes/json-patch.ts';
import type { KubernetesObject } from '../../domain/kubernetes/object.ts';
import { describeRef, type ObjectRef } from '../../domain/kubernetes/object-ref.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import { guardedPatch } from './guarded-patch.ts';

/** The patch for the current object; `undefined`: none. Called again on a conflict. */
export type DecidePatch = (
  object: KubernetesObject,
) => JsonPatch | undefined | Promise<JsonPatch | undefined>;

/** Throws ClusterError, and ExpectedError when the object is gone or after too many conflicts. */
export async function surePatch(
  cluster: Cluster,
  ref: ObjectRef,
  decide: DecidePatch,
  signal: AbortSignal,
): Promise<'patched' | 'unchanged'> {
  const { decision } = await guardedPatch<{ readonly type: 'nothing' }>(
    cluster,
    ref,
    async (object) => {
      const patch = await decide(object);
      return patch === undefined ? { type: 'nothing' } : { type: 'patch', patch };
    },
    signal,
  );
  if (decision.type === 'refuse') throw new ExpectedError(`${describeRef(ref)}: ${decision.reason}`);
  return decision.type === 'patch' ? 'patched' : 'unchanged';
}
