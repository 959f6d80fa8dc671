import { resourceName } from '../objects/api-resource.ts';
import type { Cancel, Clock } from '../clock.ts';
import { CUSTOM_RESOURCE_DEFINITIONS } from '../objects/api-resources.ts';
import type { Objects } from '../objects/objects.ts';
import { customResources } from '../objects/served-resources.ts';
import type { Stored } from '../objects/stored.ts';

/** Deletes the objects of each definition that is deleted, as the API server does by itself (apiextensions, `finalizer`). */
export function clearCustomResources(objects: Objects, clock: Clock): Cancel {
  const waits = new Set<Cancel>();
  const unsubscribe = objects.subscribe(({ type, resource, object }) => {
    if (type !== 'DELETED' || resourceName(resource) !== resourceName(CUSTOM_RESOURCE_DEFINITIONS)) return;
    // Whoever listens shall hear of the definition first.
    const cancel = clock.after(0, () => {
      waits.delete(cancel);
      deleteAll(objects, object);
    });
    waits.add(cancel);
  });
  return () => {
    unsubscribe();
    for (const cancel of waits) cancel();
  };
}

function deleteAll(objects: Objects, definition: Stored): void {
  for (const resource of customResources(definition).slice(0, 1))
    for (const { metadata } of objects.list(resource)) objects.delete(resource, metadata);
}
