import { isDeepStrictEqual } from 'node:util';
import {
  type JsonPatch,
  type JsonPatchOperation,
  pointerSegments,
} from '../../domain/kubernetes/json-patch.ts';
import { valueAt } from '../../domain/kubernetes/pod-spec.ts';

/**
 * Whether an object says all that a patch was to make of it: a patch whose answer was lost may have been applied. For
 * patches that set or remove whole values, not for those that insert into a list.
 */
export function isApplied(object: unknown, patch: JsonPatch): boolean {
  return patch.every((operation) => holds(object, operation));
}

function holds(object: unknown, operation: JsonPatchOperation): boolean {
  if (operation.op === 'test') return true;
  const value = valueAt(object, pointerSegments(operation.path));
  return operation.op === 'remove' ? value === undefined : isDeepStrictEqual(value, operation.value);
}
