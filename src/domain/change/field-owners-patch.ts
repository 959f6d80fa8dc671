/**
 * A field that our patch changes becomes ours, and the next server-side apply of its former owner would conflict. So
 * each patch records who owned what it changes, and a second one restores the ownership. This changes no values, only
 * `metadata.managedFields` and our annotation. kubectl moves ownership in the same way
 * (https://pkg.go.dev/k8s.io/client-go/util/csaupgrade).
 */
import { ExpectedError } from '../errors.ts';
import {
  difference,
  fieldAt,
  type FieldSet,
  fromFieldsV1,
  intersection,
  isEmpty,
  NONE,
  toFieldsV1,
  union,
} from '../kubernetes/field-set.ts';
import {
  type JsonPatch,
  type JsonPatchOperation,
  jsonPointer,
  pointerSegments,
  unchangedSince,
} from '../kubernetes/json-patch.ts';
import { valueAt } from '../kubernetes/pod-spec.ts';
import type { KubernetesObject } from '../kubernetes/object.ts';
import { annotationOperations } from './annotation-operations.ts';
import { isOurEntry, type ManagedFieldsEntry, managedFieldsOf, ownedPath } from './field-owners.ts';
import {
  type ChangeLog,
  type ChangeRecord,
  type FormerOwner,
  isOwnerRestoreDue,
  RECORD_ANNOTATION,
  recordText,
} from './record.ts';
import { readChangeLog } from './read-record.ts';
import { effectiveRecords } from './effective-images.ts';

/** Annotation of DaemonSets: the API server counts template changes in it, owned by the writer of the template. */
const COUNTER = jsonPointer('metadata', 'annotations', 'deprecated.daemonset.template.generation');

/**
 * Records on the object who owns the values at JSON pointers that the same patch changes. `records`: the change
 * records after the patch; default: unchanged. Throws ExpectedError for an unreadable change log.
 */
export function rememberOwners(
  object: KubernetesObject,
  pointers: readonly string[],
  records?: readonly ChangeRecord[],
): JsonPatchOperation[] {
  const known = readChangeLog(object);
  if ('problem' in known) throw new ExpectedError(known.problem);
  const taken = pointers.length === 0 ? [] : [...pointers, COUNTER];
  const handBack = [...known.handBack, ...formerOwners(object, taken)];
  const nobodys = [...(known.nobodys ?? []), ...ownedByNobody(object, taken)];
  const text = recordText({ changes: records ?? known.changes, handBack, nobodys });
  return annotationOperations(object, RECORD_ANNOTATION, text);
}

/** Existing values without an owner; none when the object has no managed fields at all. */
function ownedByNobody(object: KubernetesObject, pointers: readonly string[]): string[] {
  const entries = managedFieldsOf(object);
  if (entries.length === 0) return [];
  return pointers.filter(
    (pointer) =>
      valueAt(object, pointerSegments(pointer)) !== undefined &&
      entries.every((entry) => ownedPath(object, entry, pointer) === undefined),
  );
}

function formerOwners(object: KubernetesObject, pointers: readonly string[]): FormerOwner[] {
  return managedFieldsOf(object).flatMap((entry): FormerOwner[] => {
    const { manager, operation, apiVersion, subresource, time } = entry;
    if (manager === undefined || apiVersion === undefined || isOurEntry(entry)) return [];
    if (operation !== 'Apply' && operation !== 'Update') return [];
    const owned = pointers.flatMap((pointer) => {
      const path = ownedPath(object, entry, pointer);
      return path === undefined ? [] : [fieldAt(path)];
    });
    if (owned.length === 0) return [];
    const identity = identityOf({ manager, operation, apiVersion, subresource, time });
    return [{ ...identity, fields: toFieldsV1(owned.reduce(union, NONE)) }];
  });
}

interface Identity {
  readonly manager: string;
  readonly operation: 'Apply' | 'Update';
  readonly apiVersion: string;
  readonly subresource?: string | undefined;
  readonly time?: string | undefined;
}

function identityOf({
  manager,
  operation,
  apiVersion,
  subresource,
  time,
}: Identity): Omit<FormerOwner, 'fields'> {
  return {
    ...{ manager, operation, apiVersion },
    ...(subresource === undefined ? {} : { subresource }),
    ...(time === undefined ? {} : { time }),
  };
}

/**
 * Restores the owners of fields that are still ours and removes them from the change log. Records the images as the
 * server stored them, for a rollback. `undefined` when nothing is due. Pure.
 */
export function fieldOwnersPatch(object: KubernetesObject): JsonPatch | undefined {
  const log = readChangeLog(object);
  if ('problem' in log) return undefined;
  const changes = effectiveRecords(object, log.changes);
  if (!isOwnerRestoreDue(log) && changes === log.changes) return undefined;
  const text = recordText({ changes, handBack: [] });
  return [
    unchangedSince(object),
    ...annotationOperations(object, RECORD_ANNOTATION, text),
    ...ownerOperations(object, log),
  ];
}

/** None when the server does not track owners. */
function ownerOperations(object: KubernetesObject, { handBack, nobodys = [] }: ChangeLog): JsonPatch {
  const entries = managedFieldsOf(object);
  const ours = entries.filter(isOurEntry);
  const owned = ours.reduce((set, { fieldsV1 }) => union(set, fromFieldsV1(fieldsV1)), NONE);
  const due = handBack
    .map((owner) => ({ owner, fields: intersection(fromFieldsV1(owner.fields), owned) }))
    .filter(({ fields }) => !isEmpty(fields));
  const freed = nobodys.flatMap((pointer) =>
    ours.flatMap((entry) => {
      const path = ownedPath(object, entry, pointer);
      return path === undefined ? [] : [fieldAt(path)];
    }),
  );
  const given = [...due.map(({ fields }) => fields), ...freed].reduce(union, NONE);
  if (isEmpty(given)) return [];
  const left = entries.flatMap((entry) => (isOurEntry(entry) ? without(entry, given) : [entry]));
  const value = due.reduce<readonly ManagedFieldsEntry[]>(withOwnerRestored, left);
  return [{ op: 'replace', path: '/metadata/managedFields', value }];
}

function without(entry: ManagedFieldsEntry, given: FieldSet): ManagedFieldsEntry[] {
  const fields = difference(fromFieldsV1(entry.fieldsV1), given);
  return isEmpty(fields) ? [] : [{ ...entry, fieldsV1: toFieldsV1(fields) }];
}

/** Restores an entry that had lost all of its fields. */
function withOwnerRestored(
  entries: readonly ManagedFieldsEntry[],
  { owner, fields }: { readonly owner: FormerOwner; readonly fields: FieldSet },
): readonly ManagedFieldsEntry[] {
  if (!entries.some((entry) => isSameOwner(entry, owner))) {
    return [...entries, { ...identityOf(owner), fieldsType: 'FieldsV1', fieldsV1: toFieldsV1(fields) }];
  }
  return entries.map((entry) =>
    isSameOwner(entry, owner)
      ? { ...entry, fieldsV1: toFieldsV1(union(fromFieldsV1(entry.fieldsV1), fields)) }
      : entry,
  );
}

function isSameOwner(entry: ManagedFieldsEntry, owner: FormerOwner): boolean {
  return (
    entry.manager === owner.manager &&
    entry.operation === owner.operation &&
    entry.apiVersion === owner.apiVersion &&
    (entry.subresource ?? '') === (owner.subresource ?? '')
  );
}
