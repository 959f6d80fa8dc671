/** Adopts what matches and has no controller, lets go what no longer matches (k8s `controller_ref_manager.go`). */
import type { Stored } from '../objects/stored.ts';
import type { Surroundings } from './controller.ts';
import type { Selector } from './kinds.ts';
import { selects } from '../objects/selectors/selects.ts';
import type { ObjectIndex } from './object-index.ts';
import { controllerReference } from './owner-reference.ts';

export interface Claim<Type> {
  readonly owner: Stored;
  readonly selector: Selector | undefined;
  readonly dependents: ObjectIndex<Type>;
  /** May be adopted besides matching; default all. */
  readonly adoptable?: (object: Stored<Type>) => boolean;
}

/** What the owner controls afterwards, in the order of creation. */
export function claimDependents<Type>(
  surroundings: Surroundings,
  claim: Claim<Type>,
): readonly Stored<Type>[] {
  const { owner, selector, dependents } = claim;
  const { uid } = owner.metadata;
  if (owner.metadata.deletionTimestamp !== undefined) return dependents.controlledBy(uid);
  for (const object of dependents.controlledBy(uid)) {
    if (selects(selector, object.metadata.labels)) continue;
    putOwners(surroundings, { object, dependents, owners: without(object, uid) });
  }
  for (const object of adoptableBy(claim)) {
    const owners = [...without(object, uid), controllerReference(owner)];
    putOwners(surroundings, { object, dependents, owners });
  }
  return dependents.controlledBy(uid);
}

function adoptableBy<Type>({ owner, selector, dependents, adoptable }: Claim<Type>): Stored<Type>[] {
  const [label] = Object.entries(selector?.matchLabels ?? {});
  if (label === undefined) return [];
  return dependents
    .orphans(owner.metadata.namespace ?? '', label)
    .filter(({ metadata }) => metadata.deletionTimestamp === undefined && selects(selector, metadata.labels))
    .filter((object) => adoptable?.(object) ?? true);
}

type Owners = NonNullable<Stored['metadata']['ownerReferences']>;

function without({ metadata }: { readonly metadata: Stored['metadata'] }, uid: string): Owners {
  return (metadata.ownerReferences ?? []).filter((owner) => owner.uid !== uid);
}

interface NewOwners<Type> {
  readonly object: Stored<Type>;
  readonly dependents: ObjectIndex<Type>;
  readonly owners: Owners;
}

function putOwners<Type>({ objects }: Surroundings, { object, dependents, owners }: NewOwners<Type>): void {
  objects.update(dependents.resource, object.metadata, (current) => ({
    ...current,
    metadata: { ...current.metadata, ownerReferences: owners },
  }));
}
