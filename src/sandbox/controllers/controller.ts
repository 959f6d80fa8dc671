/** What a controller is: it names what an event concerns, and brings one object at a time to its wished state. */
import type { ObjectName } from '../objects/stored.ts';
import type { Clock } from '../clock.ts';
import type { ApiResource } from '../objects/api-resource.ts';
import type { ObjectEvent, Objects } from '../objects/objects.ts';
import type { RecordEvent } from '../objects/record-event.ts';
import type { Ownership } from './garbage/ownership.ts';
import type { Indexes } from './indexes.ts';
import type { Waits } from './waits.ts';

/** What all controllers of a cluster share. */
export interface Surroundings {
  readonly objects: Objects;
  readonly clock: Clock;
  readonly record: RecordEvent;
  readonly indexes: Indexes;
  readonly ownership: Ownership;
  readonly waits: Waits;
}

export interface Controller {
  /** Such as `deployment-controller`, the component of its events. */
  readonly name: string;
  /** Names of the objects to look at after an event. */
  concerned(event: ObjectEvent): Iterable<ObjectName>;
  /** Idempotent; `again` asks for another look later. */
  reconcile(name: ObjectName, again: () => void): void;
}

/** The objects of a resource themselves, and those that control an object of one of `dependents`. */
export function selfOrOwner(
  resource: ApiResource,
  dependents: readonly ApiResource[],
): (event: ObjectEvent) => Iterable<ObjectName> {
  return function* ({ resource: changed, object, previous }) {
    if (changed === resource) yield object.metadata;
    if (!dependents.includes(changed)) return;
    for (const { metadata } of previous === undefined ? [object] : [object, previous]) {
      const owner = metadata.ownerReferences?.find(({ controller }) => controller === true);
      if (owner?.kind === resource.kind) yield { ...namespaceOf(metadata), name: owner.name };
    }
  };
}

function namespaceOf({ namespace }: Omit<ObjectName, 'name'>): Omit<ObjectName, 'name'> {
  return namespace === undefined ? {} : { namespace };
}
