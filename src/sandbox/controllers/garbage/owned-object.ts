/** Owner references and finalizers of objects of any kind. */
import type { OwnerReference } from '../../objects/stored.ts';
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
  objects.update(resource, object.metadata, (current) => {
    const { finalizers = [], ...others } = current.metadata;
    const left = finalizers.filter((one) => one !== finalizer);
    return { ...current, metadata: left.length === 0 ? others : { ...others, finalizers: left } };
  });
}

export function removeOwners(
  { objects }: Pick<Surroundings, 'objects'>,
  { resource, object }: Owned,
  uids: ReadonlySet<string>,
): void {
  objects.update(resource, object.metadata, (current) => {
    const { ownerReferences = [], ...others } = current.metadata;
    const left = ownerReferences.filter(({ uid }) => !uids.has(uid));
    return { ...current, metadata: left.length === 0 ? others : { ...others, ownerReferences: left } };
  });
}
