/** Who may adopt an object that nobody controls (any more). */
import { isDeepStrictEqual } from 'node:util';
import type { ObjectName, Stored } from '../objects/stored.ts';
import type { ObjectEvent } from '../objects/objects.ts';
import type { Selector } from './kinds.ts';
import { selects } from '../objects/selectors/selects.ts';
import type { ObjectIndex } from './object-index.ts';

/** Only when it is new, or has changed its labels or owners. */
export function adopters<Owner>(
  event: ObjectEvent,
  owners: ObjectIndex<Owner>,
  selectorOf: (owner: Stored<Owner>) => Selector | undefined,
): ObjectName[] {
  const { namespace = '', labels } = event.object.metadata;
  if (event.type === 'DELETED' || isControlled(event.object) || sameClaim(event)) return [];
  return owners
    .in(namespace)
    .filter((owner) => selects(selectorOf(owner), labels))
    .map(({ metadata }) => metadata);
}

function isControlled({ metadata }: Stored): boolean {
  return metadata.ownerReferences?.some(({ controller }) => controller === true) === true;
}

function sameClaim({ object, previous }: ObjectEvent): boolean {
  if (previous === undefined) return false;
  const [now, before] = [object, previous].map(({ metadata }) => [metadata.labels, metadata.ownerReferences]);
  return isDeepStrictEqual(now, before);
}
