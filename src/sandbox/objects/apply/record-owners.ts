import { isDeepStrictEqual } from 'node:util';
import { isRecord } from '../json/json-record.ts';
import type { ApiResource } from '../api-resource.ts';
import type { WriteOptions } from '../objects.ts';
import type { Stored } from '../stored.ts';
import { isOwnership, readOwnerships, writeOwnerships } from './managed-fields.ts';
import { trackUpdate, type Update } from './track-update.ts';

/** What is written, by whom and when. */
export type Write = Pick<WriteOptions, 'fieldManager' | 'bringsManagedFields'> & Omit<Update, 'manager'>;

/** An object as it is to be stored, with `managedFields`; they stay as they are when nobody says who writes. */
export function recordOwners(resource: ApiResource, object: Stored, write: Write): Stored {
  const { fieldManager, bringsManagedFields, before, now } = write;
  if (bringsManagedFields === true) return withTimes(object, now);
  const kept = withManagedFields(object, ownersBefore(object, write));
  // Nobody is kept track of once all owners are forgotten.
  const isUntracked = before !== undefined && kept.metadata.managedFields === undefined;
  if (fieldManager === undefined || isUntracked) return kept;
  return trackUpdate(resource, kept, { ...write, manager: fieldManager });
}

/**
 * Those that the request brings, as kubectl's migration to server-side apply does, unless they are none or damaged; an
 * empty entry forgets all. (apimachinery, util/managedfields/internal/fieldmanager.go: decodeLiveOrNew)
 */
function ownersBefore(object: Stored, { before, subresource }: Write): readonly unknown[] | undefined {
  const live = before?.metadata.managedFields;
  const { managedFields: given = [] } = object.metadata;
  if (before === undefined || subresource !== undefined || isDeepStrictEqual(given, live)) return live;
  if (isDeepStrictEqual(given, [{}])) return undefined;
  return given.length > 0 && given.every(isOwnership) ? writeOwnerships(readOwnerships(given)) : live;
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
