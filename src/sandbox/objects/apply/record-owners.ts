import { isRecord } from '../json/json-record.ts';
import type { ApiResource } from '../api-resource.ts';
import type { WriteOptions } from '../objects.ts';
import type { Stored } from '../stored.ts';
import { trackUpdate, type Update } from './track-update.ts';

/** What is written, by whom and when. */
export type Write = Pick<WriteOptions, 'fieldManager' | 'bringsManagedFields'> & Omit<Update, 'manager'>;

/** An object as it is to be stored, with `managedFields`; they stay as they were when nobody says who writes. */
export function recordOwners(resource: ApiResource, object: Stored, write: Write): Stored {
  const { fieldManager, bringsManagedFields, before, now } = write;
  if (bringsManagedFields === true) return withTimes(object, now);
  const kept = withManagedFields(object, before?.metadata.managedFields);
  return fieldManager === undefined ? kept : trackUpdate(resource, kept, { ...write, manager: fieldManager });
}

function withTimes(object: Stored, now: string): Stored {
  const { managedFields = [] } = object.metadata;
  if (managedFields.every((entry) => isRecord(entry) && entry.time !== undefined)) return object;
  return withManagedFields(
    object,
    managedFields.map((entry) => (isRecord(entry) ? { time: now, ...entry } : entry)),
  );
}

function withManagedFields(object: Stored, managedFields: readonly unknown[] | undefined): Stored {
  const { managedFields: before, ...metadata } = object.metadata;
  if (before === managedFields) return object;
  return { ...object, metadata: managedFields === undefined ? metadata : { ...metadata, managedFields } };
}
