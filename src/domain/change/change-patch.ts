/** Builds the guarded JSON Patch that changes images, pull Secrets and the change record of an object at once. */
import type { ImageField } from '../image-fields/image-field.ts';
import { type ChangedPart, changedParts, type ImagePart } from '../image-fields/split-image.ts';
import { isBuiltIn } from '../kubernetes/built-in-group.ts';
import { type JsonPatchOperation, jsonPointer } from '../kubernetes/json-patch.ts';
import type { KubernetesObject } from '../kubernetes/object.ts';
import type { LocalObjectReference } from '../kubernetes/pod-spec.ts';
import { groupOf } from '../kubernetes/resource.ts';
import { podSpecOf, podSpecPath } from '../workload-kinds/workload-kind-of.ts';
import { setOperations } from './annotation-operations.ts';
import { rememberOwners } from './field-owners-patch.ts';
import type { ChangeRecord } from './record.ts';

export interface Replacement {
  readonly field: ImageField;
  readonly to: string;
}

export interface ObjectChange {
  /** Replaced images and texts. */
  readonly images: readonly Replacement[];
  /** The new list; `null` removes it; absent leaves it. */
  readonly pullSecrets?: readonly LocalObjectReference[] | null;
  /** All records on the object after the change. */
  readonly records: readonly ChangeRecord[];
}

/**
 * Tests every value that the patch replaces or removes, and the names of containers. JSON Patch cannot test that a
 * list or map is absent: `guardedPatch` also tests the object's version.
 */
export function changePatch(object: KubernetesObject, change: ObjectChange): JsonPatchOperation[] {
  const taken = [
    ...change.images.flatMap(pointersChanged),
    ...(change.pullSecrets === undefined ? [] : atomicPullSecrets(object)),
  ];
  return [
    ...withoutRepeats(change.images.flatMap(imageOperations)),
    ...pullSecretOperations(object, change.pullSecrets),
    ...rememberOwners(object, taken, change.records),
  ];
}

/** In custom kinds the list has no merge key: whoever adds an item owns the whole list. */
function atomicPullSecrets(object: KubernetesObject): string[] {
  const path = podSpecPath(object);
  return path === undefined || isBuiltIn({ group: groupOf(object.apiVersion) })
    ? []
    : [jsonPointer(...path, 'imagePullSecrets')];
}

/** Images that share a field, such as their registry, change it only once. */
function withoutRepeats(operations: readonly JsonPatchOperation[]): JsonPatchOperation[] {
  return [...new Map(operations.map((operation) => [JSON.stringify(operation), operation])).values()];
}

function pointersChanged({ field, to }: Replacement): string[] {
  if (field.parts === undefined) return [field.pointer];
  return splitChanges(field, field.parts, to).flatMap(({ part, value }) =>
    value === part.value ? [] : [part.pointer],
  );
}

/** Unchanged parts are tested too: another tag would be another image. */
function partOperations({ part, value }: ChangedPart): JsonPatchOperation[] {
  const test: JsonPatchOperation = { op: 'test', path: part.pointer, value: part.value };
  return value === part.value ? [test] : [test, { op: 'replace', path: part.pointer, value }];
}

/** Throws Error: the decision has already checked that it can be written. */
function splitChanges({ name }: ImageField, parts: readonly ImagePart[], to: string): readonly ChangedPart[] {
  const changed = changedParts(parts, to);
  if (changed === undefined) throw new Error(`${to} cannot be written to ${name}`);
  return changed;
}

function imageOperations({ field, to }: Replacement): JsonPatchOperation[] {
  if (field.parts !== undefined) return splitChanges(field, field.parts, to).flatMap(partOperations);
  const nameGuard: JsonPatchOperation[] =
    field.namePointer === undefined ? [] : [{ op: 'test', path: field.namePointer, value: field.name }];
  const neighbours = field.beside?.map(
    ({ pointer, text }) => ({ op: 'test', path: pointer, value: text }) as const,
  );
  return [
    ...nameGuard,
    ...(neighbours ?? []),
    { op: 'test', path: field.pointer, value: field.within?.text ?? field.image },
    { op: 'replace', path: field.pointer, value: written(field, to) },
  ];
}

/** Keeps the text around the image. */
function written({ image, within }: ImageField, to: string): string {
  if (within === undefined) return to;
  const { text, start } = within;
  return `${text.slice(0, start)}${to}${text.slice(start + image.length)}`;
}

function pullSecretOperations(
  object: KubernetesObject,
  next: ObjectChange['pullSecrets'],
): JsonPatchOperation[] {
  const path = podSpecPath(object);
  if (next === undefined || path === undefined) return [];
  return setOperations(jsonPointer(...path, 'imagePullSecrets'), podSpecOf(object)?.imagePullSecrets, next);
}
