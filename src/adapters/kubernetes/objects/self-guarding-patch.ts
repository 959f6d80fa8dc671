import { isDeepStrictEqual } from 'node:util';
import type { JsonPatch, JsonPatchOperation } from '../../../domain/kubernetes/json-patch.ts';

/**
 * Whether a patch, once applied, cannot be applied again: it tests a value that it then replaces by another or
 * removes, or the resource version. Sending it again after a lost answer is harmless: at worst a test fails.
 */
export function isSelfGuarding(patch: JsonPatch): boolean {
  return patch.some((operation, index) => {
    if (operation.op !== 'test') return false;
    if (operation.path === '/metadata/resourceVersion') return true;
    return patch
      .slice(index + 1)
      .some((later) => later.path === operation.path && changes(later, operation.value));
  });
}

function changes(operation: JsonPatchOperation, tested: unknown): boolean {
  if (operation.op === 'remove') return true;
  return operation.op === 'replace' && !isDeepStrictEqual(operation.value, tested);
}
