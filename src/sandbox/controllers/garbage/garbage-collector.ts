/**
 * Deletes what has lost its owners, and holds or releases owners that wait for their dependents
 * (k8s `pkg/controller/garbagecollector`). Its keys are uids.
 */
import { isDeepStrictEqual } from 'node:util';
import type { OwnerReference, ObjectName } from '../../objects/stored.ts';
import type { ObjectEvent } from '../../objects/objects.ts';
import type { Controller, Surroundings } from '../controller.ts';
import { isEnding, ownersOf, removeFinalizer, removeOwners, withFinalizer } from './owned-object.ts';
import type { Owned } from './ownership.ts';

const ORPHAN = 'orphan';
const FOREGROUND = 'foregroundDeletion';

export function garbageCollector(surroundings: Surroundings): Controller {
  const { ownership } = surroundings;
  return {
    name: 'garbage-collector-controller',
    concerned: (event) => [...concernedUids(surroundings, event)],
    reconcile: ({ name: uid }) => {
      const owned = ownership.get(uid);
      if (owned === undefined) return;
      if (withFinalizer(owned, ORPHAN)) orphanDependents(surroundings, owned);
      else if (withFinalizer(owned, FOREGROUND)) awaitDependents(surroundings, owned);
      else if (!isEnding(owned)) collect(surroundings, owned);
    },
  };
}

function* concernedUids({ ownership }: Surroundings, event: ObjectEvent): Iterable<ObjectName> {
  const { type, object, previous } = event;
  const { uid } = object.metadata;
  const owners = [object, ...(previous === undefined ? [] : [previous])].flatMap((state) =>
    ownersOf({ object: state }),
  );
  if (type === 'DELETED') {
    for (const dependent of ownership.dependentsOf(uid)) yield { name: dependent.object.metadata.uid };
  } else if (changesOwnership(event)) yield { name: uid };
  const waiting = new Set(owners.map((owner) => owner.uid));
  for (const name of waiting) {
    const owner = ownership.get(name);
    if (owner !== undefined && isEnding(owner)) yield { name };
  }
}

function changesOwnership({ object, previous }: ObjectEvent): boolean {
  const { ownerReferences, deletionTimestamp, finalizers } = object.metadata;
  if (previous === undefined) return ownersOf({ object }).length > 0;
  if (deletionTimestamp !== undefined && (finalizers ?? []).length > 0) return true;
  return !isDeepStrictEqual(ownerReferences, previous.metadata.ownerReferences);
}

/** Dependents forget the owner before it goes. */
function orphanDependents(surroundings: Surroundings, owner: Owned): void {
  const { uid } = owner.object.metadata;
  for (const dependent of surroundings.ownership.dependentsOf(uid)) {
    removeOwners(surroundings, dependent, new Set([uid]));
  }
  removeFinalizer(surroundings, owner, ORPHAN);
}

/** The owner goes when no dependent is left that blocks it. */
function awaitDependents(surroundings: Surroundings, owner: Owned): void {
  const { uid } = owner.object.metadata;
  const dependents = surroundings.ownership.dependentsOf(uid);
  for (const dependent of dependents) {
    if (!isEnding(dependent)) collect(surroundings, dependent);
  }
  const blocked = surroundings.ownership
    .dependentsOf(uid)
    .some((one) => ownersOf(one).some((ref) => ref.uid === uid && ref.blockOwnerDeletion === true));
  if (!blocked) removeFinalizer(surroundings, owner, FOREGROUND);
}

/** Deletes an object whose owners are all gone or wait for it to go. */
function collect(surroundings: Surroundings, owned: Owned): void {
  const { objects, ownership } = surroundings;
  const states = ownersOf(owned).map((reference) => ({
    uid: reference.uid,
    state: stateOf(ownership.get(reference.uid), owned, reference),
  }));
  const lost = states.filter(({ state }) => state !== 'solid');
  if (lost.length === 0) return;
  if (lost.length < states.length) {
    removeOwners(surroundings, owned, new Set(lost.map(({ uid }) => uid)));
    return;
  }
  const { uid } = owned.object.metadata;
  const awaited = states.some(({ state }) => state === 'waiting');
  const foreground = awaited && ownership.dependentsOf(uid).length > 0;
  const propagationPolicy = foreground ? 'Foreground' : 'Background';
  objects.delete(owned.resource, owned.object.metadata, { uid, propagationPolicy });
}

type OwnerState = 'solid' | 'waiting' | 'gone';

/** An owner in another namespace counts as gone, and so does one of another kind with the same uid. */
function stateOf(owner: Owned | undefined, { object }: Owned, { kind, name }: OwnerReference): OwnerState {
  if (owner === undefined) return 'gone';
  const { metadata, kind: actualKind } = owner.object;
  const there = metadata.namespace === undefined || metadata.namespace === object.metadata.namespace;
  if (!there || actualKind !== kind || metadata.name !== name) return 'gone';
  return withFinalizer(owner, FOREGROUND) ? 'waiting' : 'solid';
}
