import { apiVersionOf, type ApiResource } from '../api-resource.ts';
import { schemaOf } from '../schema/schema-of.ts';
import type { Stored } from '../stored.ts';
import { changedFields, removedFields } from './changed-fields.ts';
import { difference, isEmpty, NONE, union } from './field-set.ts';
import { isSameOwner, readOwnerships, writeOwnerships, type Owner } from './managed-fields.ts';
import { ownedPart } from './owned-part.ts';

export interface Update {
  readonly manager: string;
  /** RFC 3339. */
  readonly now: string;
  readonly subresource?: string | undefined;
  /** As it was; absent when it is created. */
  readonly before?: Stored | undefined;
}

/**
 * A changed object with `managedFields`, on top of those that it has, that tell who changed what: who changes a field takes it from all others.
 */
export function trackUpdate(resource: ApiResource, after: Stored, update: Update): Stored {
  const { manager, now, subresource, before } = update;
  const schema = schemaOf(resource);
  // What the server starts a status with is nobody's.
  const hidden = resource.hasStatus && subresource === undefined ? ['status'] : [];
  const [old, next] = [ownedPart(before, hidden), ownedPart(after, hidden)];
  const changed = changedFields(old, next, schema);
  const removed = removedFields(old, next, schema);
  if (isEmpty(changed) && isEmpty(removed)) return after;
  const owner: Owner = {
    manager,
    operation: 'Update',
    apiVersion: apiVersionOf(resource),
    ...(subresource === undefined ? {} : { subresource }),
  };
  const entries = readOwnerships(after.metadata.managedFields);
  const lost = union(changed, removed);
  const others = entries
    .filter((entry) => !isSameOwner(entry, owner))
    .map((entry) => ({ ...entry, fields: difference(entry.fields, lost) }));
  const own = entries.find((entry) => isSameOwner(entry, owner))?.fields ?? NONE;
  const fields = union(difference(own, removed), changed);
  const managedFields = writeOwnerships([...others, { ...owner, time: now, fields }]);
  return { ...after, metadata: { ...after.metadata, managedFields } };
}
