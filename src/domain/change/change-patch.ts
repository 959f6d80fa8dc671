/** Builds the one guarded JSON Patch that changes images, pull Secrets and the record of an object together. */
import type { ImageField } from '../inventory/image-field.ts';
import { jsonPointer, type JsonPatchOperation } from '../kubernetes/json-patch.ts';
import type { KubernetesObject } from '../kubernetes/object.ts';
import { type LocalObjectReference, podSpecOf, podSpecPath } from '../kubernetes/pod-spec.ts';
import { setOperations } from './annotation-operations.ts';
import { rememberOwners } from './hand-back.ts';
import type { ChangeRecord } from './record.ts';

export interface Replacement {
  readonly field: ImageField;
  readonly to: string;
}

export interface ObjectChange {
  readonly images: readonly Replacement[];
  /** The new list; `null` removes it; absent leaves it. */
  readonly pullSecrets?: readonly LocalObjectReference[] | null;
  /** All records that are to stand on the object afterwards. */
  readonly records: readonly ChangeRecord[];
}

/**
 * Every value that the patch replaces or removes is tested first, names of containers too. Where a list or map has to
 * be created, JSON Patch cannot test for its absence: `guardedPatch` tests the object's version beside it.
 */
export function changePatch(
  object: KubernetesObject,
  kind: string,
  change: ObjectChange,
): JsonPatchOperation[] {
  return [
    ...change.images.flatMap(imageOperations),
    ...pullSecretOperations(object, kind, change.pullSecrets),
    ...rememberOwners(
      object,
      change.images.map(({ field }) => field.pointer),
      change.records,
    ),
  ];
}

function imageOperations({ field, to }: Replacement): JsonPatchOperation[] {
  const nameGuard: JsonPatchOperation[] =
    field.namePointer === undefined ? [] : [{ op: 'test', path: field.namePointer, value: field.name }];
  return [
    ...nameGuard,
    { op: 'test', path: field.pointer, value: field.within?.text ?? field.image },
    { op: 'replace', path: field.pointer, value: written(field, to) },
  ];
}

/** What surrounds the image stays. */
function written({ image, within }: ImageField, to: string): string {
  if (within === undefined) return to;
  const { text, start } = within;
  return `${text.slice(0, start)}${to}${text.slice(start + image.length)}`;
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
