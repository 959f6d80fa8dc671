/** Builds the one guarded JSON Patch that changes images, pull Secrets and the record of an object together. */
import type { ImageField } from '../inventory/image-field.ts';
import { jsonPointer, type JsonPatchOperation } from '../kubernetes/json-patch.ts';
import type { KubernetesObject } from '../kubernetes/object.ts';
import { type LocalObjectReference, podSpecOf, podSpecPath } from '../kubernetes/pod-spec.ts';
import { type ChangeRecord, RECORD_ANNOTATION } from './record.ts';

export interface Replacement {
  readonly field: ImageField;
  readonly to: string;
}

export interface ObjectChange {
  readonly images: readonly Replacement[];
  /** The new list; `null` removes it; absent leaves it. */
  readonly pullSecrets?: readonly LocalObjectReference[] | null;
  /** All records that are to stand on the object afterwards; empty removes the annotation. */
  readonly records: readonly ChangeRecord[];
}

/**
 * Every value that the patch replaces or removes is tested first, names of containers too. Where a list or map has to
 * be created, JSON Patch cannot test for its absence: the object's resourceVersion is tested instead.
 */
export function changePatch(
  object: KubernetesObject,
  kind: string,
  change: ObjectChange,
): JsonPatchOperation[] {
  const operations = [
    ...change.images.flatMap(imageOperations),
    ...pullSecretOperations(object, kind, change.pullSecrets),
    ...recordOperations(object, change.records),
  ];
  return createsParent(operations, object) ? [testVersion(object), ...operations] : operations;
}

function imageOperations({ field, to }: Replacement): JsonPatchOperation[] {
  const nameGuard: JsonPatchOperation[] =
    field.namePointer === undefined ? [] : [{ op: 'test', path: field.namePointer, value: field.name }];
  return [
    ...nameGuard,
    { op: 'test', path: field.pointer, value: field.image },
    { op: 'replace', path: field.pointer, value: to },
  ];
}

function pullSecretOperations(
  object: KubernetesObject,
  kind: string,
  next: ObjectChange['pullSecrets'],
): JsonPatchOperation[] {
  const path = podSpecPath(kind);
  if (next === undefined || path === undefined) return [];
  return setOperations(
    jsonPointer(...path, 'imagePullSecrets'),
    podSpecOf(object, kind)?.imagePullSecrets,
    next,
  );
}

function recordOperations(object: KubernetesObject, records: readonly ChangeRecord[]): JsonPatchOperation[] {
  const { annotations } = object.metadata;
  const value = records.length === 0 ? null : JSON.stringify(records);
  if (annotations === undefined) {
    return value === null
      ? []
      : [{ op: 'add', path: '/metadata/annotations', value: { [RECORD_ANNOTATION]: value } }];
  }
  const pointer = jsonPointer('metadata', 'annotations', RECORD_ANNOTATION);
  return setOperations(pointer, annotations[RECORD_ANNOTATION], value);
}

/** Sets or (with `null`) removes a value, testing what is there now. */
function setOperations(path: string, current: unknown, next: unknown): JsonPatchOperation[] {
  const guard: JsonPatchOperation[] = current === undefined ? [] : [{ op: 'test', path, value: current }];
  if (next !== null) return [...guard, { op: 'add', path, value: next }];
  return current === undefined ? [] : [...guard, { op: 'remove', path }];
}

/** Whether an `add` has no `test` of the same path beside it: somebody else's value might be overwritten. */
function createsParent(operations: readonly JsonPatchOperation[], object: KubernetesObject): boolean {
  const tested = new Set(operations.flatMap(({ op, path }) => (op === 'test' ? [path] : [])));
  return (
    object.metadata.resourceVersion !== undefined &&
    operations.some(({ op, path }) => op === 'add' && !tested.has(path))
  );
}

function testVersion(object: KubernetesObject): JsonPatchOperation {
  return { op: 'test', path: '/metadata/resourceVersion', value: object.metadata.resourceVersion };
}
