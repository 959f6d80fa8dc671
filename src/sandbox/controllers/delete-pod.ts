import { PODS } from '../objects/api-resources.ts';
import type { Stored } from '../objects/stored.ts';
import type { Surroundings } from './controller.ts';
import type { Pod } from './kinds.ts';

/** Deletes a pod of `owner` and tells the owner of it. */
export function deletePod(
  { objects, record }: Surroundings,
  pod: Pod,
  { owner, component }: { readonly owner: Stored; readonly component: string },
): void {
  const { name, uid } = pod.metadata;
  objects.delete(PODS, pod.metadata, { uid });
  const message =
    owner.kind === 'StatefulSet'
      ? `delete Pod ${name} in StatefulSet ${owner.metadata.name} successful`
      : `Deleted pod: ${name}`;
  record({ about: owner, type: 'Normal', reason: 'SuccessfulDelete', message, component });
}
