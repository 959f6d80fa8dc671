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
 * Whether an object says all that a patch was to make of it: a patch whose answer was lost may have been applied. For
 * patches that set or remove whole values, not for those that insert into a list. Where it writes another record on the
 * object that alone tells: of other values webhooks may make something else.
 */
export function isApplied(object: unknown, patch: JsonPatch): boolean {
  const own = patch.flatMap(recordOperation);
  const before = own.find(({ op }) => op === 'test');
  const after = own.find(({ op }) => op !== 'test');
  const tells = after !== undefined && !isDeepStrictEqual(valueOf(after), before && valueOf(before));
  return tells ? holds(object, after) : patch.every((operation) => holds(object, operation));
}

const RECORD_PATH = jsonPointer('metadata', 'annotations', RECORD_ANNOTATION);

/** What concerns the record, which may be the first annotation of an object. */
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
