import { jsonPointer, type JsonPatchOperation } from '../kubernetes/json-patch.ts';
import type { KubernetesObject } from '../kubernetes/object.ts';

/** Sets an annotation or (with `null`) removes it. */
export function annotationOperations(
  { metadata: { annotations } }: KubernetesObject,
  key: string,
  value: string | null,
): JsonPatchOperation[] {
  if (annotations === undefined) {
    return value === null ? [] : [{ op: 'add', path: '/metadata/annotations', value: { [key]: value } }];
  }
  return setOperations(jsonPointer('metadata', 'annotations', key), annotations[key], value);
}

/** Sets or (with `null`) removes a value, testing the current one. */
export function setOperations(path: string, current: unknown, next: unknown): JsonPatchOperation[] {
  const guard: JsonPatchOperation[] = current === undefined ? [] : [{ op: 'test', path, value: current }];
  if (next !== null) return [...guard, { op: 'add', path, value: next }];
  return current === undefined ? [] : [...guard, { op: 'remove', path }];
}
