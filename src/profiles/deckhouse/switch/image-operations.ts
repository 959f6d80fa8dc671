/** Changes of images in Deployment `deckhouse`, each guarded by its container's name and what it says. */
import type { JsonPatchOperation } from '../../../domain/kubernetes/json-patch.ts';

export interface ImageChange {
  readonly container: string;
  /** JSON pointer to the image. */
  readonly pointer: string;
  readonly from: string;
  readonly to: string;
}

export function imageOperations(changes: readonly ImageChange[]): JsonPatchOperation[] {
  return changes.flatMap(({ container, pointer, from, to }): JsonPatchOperation[] => [
    { op: 'test', path: pointer.replace(/\/image$/, '/name'), value: container },
    { op: 'test', path: pointer, value: from },
    { op: 'replace', path: pointer, value: to },
  ]);
}
