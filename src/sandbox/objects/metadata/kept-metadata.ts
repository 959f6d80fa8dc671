import type { ApiResource } from '../api-resource.ts';
import { withoutUndefined } from '../json/without-undefined.ts';
import type { Draft } from '../objects.ts';
import { conflict } from '../refusals.ts';
import type { Stored, StoredMeta } from '../stored.ts';

/** As etcd's storage says it when it finds another version than the writer had read. */
const MODIFIED =
  'the object has been modified; please apply your changes to the latest version and try again';

/**
 * Metadata of a changed object: what only the server sets is as it was. Throws ApiFailure 409 when the change was made to
 * another version or to another object of that name.
 */
export function keptMetadata(resource: ApiResource, current: Stored, next: Draft | Stored): StoredMeta {
  const { metadata } = current;
  const { uid, resourceVersion, ...changed } = next.metadata as Partial<StoredMeta>;
  if (uid !== undefined && uid !== metadata.uid) {
    const uids = `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${metadata.uid}`;
    throw conflict(
      resource,
      metadata.name,
      `${storageError(resource, metadata)}, AdditionalErrorMsg: ${uids}`,
    );
  }
  if (
    resourceVersion !== undefined &&
    resourceVersion !== '' &&
    resourceVersion !== metadata.resourceVersion
  ) {
    throw conflict(resource, metadata.name, MODIFIED);
  }
  return withoutUndefined<StoredMeta>({
    ...changed,
    name: metadata.name,
    namespace: metadata.namespace,
    generateName: metadata.generateName,
    uid: metadata.uid,
    resourceVersion: metadata.resourceVersion,
    creationTimestamp: metadata.creationTimestamp,
    generation: metadata.generation,
    deletionTimestamp: metadata.deletionTimestamp,
    deletionGracePeriodSeconds: metadata.deletionGracePeriodSeconds,
  });
}

/** As etcd's storage says it. */
function storageError({ plural }: ApiResource, { namespace, name }: StoredMeta): string {
  const key = ['/registry', plural, ...(namespace === undefined ? [] : [namespace]), name].join('/');
  return `StorageError: invalid object, Code: 4, Key: ${key}, ResourceVersion: 0`;
}
