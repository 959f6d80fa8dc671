import { isDeepStrictEqual } from 'node:util';
import { RECORD_ANNOTATION } from '../../domain/change/record.ts';
import {
  jsonPointer,
  type JsonPatch,
  type JsonPatchOperation,
  pointerSegments,
} from '../../domain/kubernetes/json-patch.ts';
import { valueAt } from '../../domain/kubernetes/pod-spec.ts';

/**
 * Whether an object has all values that a patch sets, i.e. whether a patch whose response was lost was applied. For
 * patches that set or remove whole values, not for list insertions. A patch that writes a change record is judged by
 * the record alone, since webhooks may modify other values.
 */
export function isApplied(object: unknown, patch: JsonPatch): boolean {
  const own = patch.flatMap(recordOperation);
  const before = own.find(({ op }) => op === 'test');
  const after = own.find(({ op }) => op !== 'test');
  const tells = after !== undefined && !isDeepStrictEqual(valueOf(after), before && valueOf(before));
  return tells ? holds(object, after) : patch.every((operation) => holds(object, operation));
}

const RECORD_PATH = jsonPointer('metadata', 'annotations', RECORD_ANNOTATION);

/** The operation on the change record, which may be the first annotation of an object. */
function recordOperation(operation: JsonPatchOperation): JsonPatchOperation[] {
  if (operation.path === RECORD_PATH) return [operation];
  const record =
    operation.path === '/metadata/annotations' ? valueAt(valueOf(operation), [RECORD_ANNOTATION]) : undefined;
  return record === undefined ? [] : [{ op: 'add', path: RECORD_PATH, value: record }];
}

function valueOf(operation: JsonPatchOperation): unknown {
  return operation.op === 'remove' ? undefined : operation.value;
}

function holds(object: unknown, operation: JsonPatchOperation): boolean {
  if (operation.op === 'test') return true;
  const value = valueAt(object, pointerSegments(operation.path));
  return operation.op === 'remove' ? value === undefined : isDeepStrictEqual(value, operation.value);
}
