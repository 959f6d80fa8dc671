/** Who owns which fields of an object, as `metadata.managedFields` tell. */
import { isDeepStrictEqual } from 'node:util';
import type { ApiObject } from './kinds.ts';

export interface FieldOwner {
  readonly manager: string;
  readonly operation: string;
  readonly apiVersion: string;
  readonly fields: unknown;
}

/** Write what happens to objects by themselves: their status, their revision. */
const CONTROLLERS = new Set(['kube-controller-manager', 'kubelet', 'kube-scheduler']);

/** Without times, and without controllers and what is written to subresources; in an order of their own. */
export function fieldOwners({ metadata }: ApiObject): FieldOwner[] {
  const owners = (metadata?.managedFields ?? []).flatMap((entry): FieldOwner[] => {
    const { manager = '', operation = '', apiVersion = '', subresource = '' } = entry;
    if (subresource !== '' || CONTROLLERS.has(manager)) return [];
    return [{ manager, operation, apiVersion, fields: entry.fieldsV1 as unknown }];
  });
  return owners.toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
}

export function fieldsOwnedBy(object: ApiObject, manager: string): unknown[] {
  return fieldOwners(object).flatMap((owner) => (owner.manager === manager ? [owner.fields] : []));
}

/** Names of those that own something whose element path ends so, such as `f:image`. */
export function ownersOf(object: ApiObject, element: string): string[] {
  return fieldOwners(object).flatMap(({ manager, fields }) => (holds(fields, element) ? [manager] : []));
}

function holds(fields: unknown, element: string): boolean {
  if (typeof fields !== 'object' || fields === null) return false;
  return Object.entries(fields).some(
    ([key, below]) => (key === element && isDeepStrictEqual(below, {})) || holds(below, element),
  );
}

function nameOf({ manager, operation, apiVersion }: FieldOwner): string {
  return [manager, operation, apiVersion].join(' ');
}
