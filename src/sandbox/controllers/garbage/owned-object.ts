/** Owner references and finalizers of objects of any kind. */
import type { OwnerReference } from '../../../domain/kubernetes/object.ts';
import type { Stored } from '../../objects/stored.ts';
import type { Surroundings } from '../controller.ts';
import type { Owned } from './ownership.ts';

/** As the API has it. */
export interface Reference extends OwnerReference {
  readonly blockOwnerDeletion?: boolean;
}

export function ownersOf({ object }: Pick<Owned, 'object'>): readonly Reference[] {
  return object.metadata.ownerReferences ?? [];
}

export function isEnding({ object }: Owned): boolean {
  return object.metadata.deletionTimestamp !== undefined;
}

/** Is being deleted, and held by that finalizer. */
export function withFinalizer(owned: Owned, finalizer: string): boolean {
  return isEnding(owned) && (owned.object.metadata.finalizers ?? []).includes(finalizer);
}

export function removeFinalizer(
  { objects }: Pick<Surroundings, 'objects'>,
  { resource, object }: Owned,
  finalizer: string,
): void {
  objects.update(resource, object.metadata, (current) =>
    put(current, { finalizers: (current.metadata.finalizers ?? []).filter((one) => one !== finalizer) }),
  );
}

export function removeOwners(
  { objects }: Pick<Surroundings, 'objects'>,
  { resource, object }: Owned,
  uids: ReadonlySet<string>,
): void {
  objects.update(resource, object.metadata, (current) =>
    put(current, { ownerReferences: ownersOf({ object: current }).filter(({ uid }) => !uids.has(uid)) }),
  );
}

/** An empty list is left out, as the API does. */
function put(object: Stored, fields: Readonly<Record<string, readonly unknown[]>>): Stored {
  const empty = new Set(Object.keys(fields).filter((field) => fields[field]?.length === 0));
  const metadata = Object.entries({ ...object.metadata, ...fields }).filter(([field]) => !empty.has(field));
  return { ...object, metadata: Object.fromEntries(metadata) as unknown as Stored['metadata'] };
}
