/** Server-side apply as a function of what is there (structured-merge-diff, merge/update.go). */
import { isDeepStrictEqual } from 'node:util';
import { apiVersionOf, type ApiResource } from '../api-resource.ts';
import type { JsonRecord } from '../json/json-record.ts';
import type { Draft } from '../objects.ts';
import { schemaOf } from '../schema/schema-of.ts';
import type { Stored } from '../stored.ts';
import { applyConflict } from './apply-conflict.ts';
import { changedFields, removedFields } from './changed-fields.ts';
import { difference, intersection, isEmpty, NONE, union, type FieldSet } from './field-set.ts';
import { fieldsOf } from './fields-of.ts';
import {
  isSameOwner,
  readOwnerships,
  writeOwnerships,
  type Owner,
  type Ownership,
} from './managed-fields.ts';
import { mergeApplied } from './merge-applied.ts';
import { ownedPart } from './owned-part.ts';
import { removeFields } from './remove-fields.ts';

export interface Application {
  readonly manager: string;
  /** Takes fields over from other managers. */
  readonly force: boolean;
  readonly subresource?: string | undefined;
}

/**
 * What a configuration makes of an object, or of nothing: its fields are set, those that the manager applied before and
 * now leaves out are removed unless others own them. Throws ApiFailure 409 when others own what it would change.
 * In `managedFields` the entry of what has changed has no time yet.
 */
export function applyConfig(
  resource: ApiResource,
  live: Stored | undefined,
  config: Draft,
  application: Application,
): Draft {
  const hidden = hiddenFields(resource, application.subresource);
  const owner = ownerOf(resource, application);
  const entries = readOwnerships(live?.metadata.managedFields);
  const others = entries.filter((entry) => !isSameOwner(entry, owner));
  const last = entries.find((entry) => isSameOwner(entry, owner));
  const fields = appliedFields(resource, ownedPart(config, hidden));
  const kept = others.reduce((set, entry) => union(set, entry.fields), fields);
  const gone = difference(last?.fields ?? NONE, fields);
  const merged = mergeApplied(live ?? {}, config, schemaOf(resource));
  const object = removeFields(merged, { gone, kept }, schemaOf(resource)) as Draft;
  const { changed, lost } = effectOf(resource, ownedPart(live, hidden), ownedPart(object, hidden));
  if (!application.force) refuseConflicts(others, changed);
  const left = others.map((entry) => ({ ...entry, fields: difference(entry.fields, lost) }));
  const own = isEmpty(lost) && isDeepStrictEqual(last?.fields, fields) ? last : undefined;
  const managedFields = writeOwnerships([...left, own ?? { ...owner, fields }]);
  return { ...object, metadata: { ...object.metadata, managedFields } };
}

function appliedFields(resource: ApiResource, applied: JsonRecord): FieldSet {
  return Object.keys(applied).length === 0 ? NONE : fieldsOf(applied, schemaOf(resource));
}

function ownerOf(resource: ApiResource, { manager, subresource }: Application): Owner {
  const owner: Owner = { manager, operation: 'Apply', apiVersion: apiVersionOf(resource) };
  return subresource === undefined ? owner : { ...owner, subresource };
}

/** Which fields are set, and which ones are no longer what others made them. */
function effectOf(resource: ApiResource, before: JsonRecord, after: JsonRecord) {
  const changed = changedFields(before, after, schemaOf(resource));
  return { changed, lost: union(changed, removedFields(before, after, schemaOf(resource))) };
}

function refuseConflicts(others: readonly Ownership[], changed: FieldSet): void {
  const conflicts = others
    .map((entry) => ({ ...entry, fields: intersection(entry.fields, changed) }))
    .filter((entry) => !isEmpty(entry.fields));
  if (conflicts.length > 0) throw applyConflict(conflicts);
}

/** What an application to the object or to its status cannot reach. */
function hiddenFields(resource: ApiResource, subresource: string | undefined): readonly string[] {
  if (subresource === 'status') return ['spec', 'metadata'];
  return resource.hasStatus ? ['status'] : [];
}
