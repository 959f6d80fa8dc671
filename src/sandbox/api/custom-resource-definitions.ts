import type { V1CustomResourceDefinition } from '@kubernetes/client-node';
import { resourceName } from '../../domain/kubernetes/resource.ts';
import type { Cancel, Clock } from '../clock.ts';
import { CUSTOM_RESOURCE_DEFINITIONS } from '../objects/api-resources.ts';
import { timestamp } from '../objects/metadata/timestamp.ts';
import type { Objects } from '../objects/objects.ts';
import { customResources } from '../objects/served-resources.ts';
import type { Plain, Stored } from '../objects/stored.ts';

type Definition = Stored<Plain<V1CustomResourceDefinition>>;
type Status = Plain<NonNullable<V1CustomResourceDefinition['status']>>;

/** How long a definition waits to be established, in milliseconds of the sandbox. */
const ESTABLISHED_AFTER = 100;

/**
 * What the API server does to custom resource definitions by itself (apiextensions, controllers `status`, `establish` and
 * `finalizer`): it accepts their names, and deletes the objects of those that are deleted.
 */
export function keepDefinitions(objects: Objects, clock: Clock): Cancel {
  const waits = new Set<Cancel>();
  const later = (milliseconds: number, call: () => void): void => {
    const cancel = clock.after(milliseconds, () => {
      waits.delete(cancel);
      call();
    });
    waits.add(cancel);
  };
  const establishLater = (definition: Definition): void => {
    if (isEstablished(definition)) return;
    later(ESTABLISHED_AFTER, () => {
      establish(objects, definition, clock.now());
    });
  };
  objects.list(CUSTOM_RESOURCE_DEFINITIONS).forEach(establishLater);
  const unsubscribe = objects.subscribe(({ type, resource, object }) => {
    if (resourceName(resource) !== resourceName(CUSTOM_RESOURCE_DEFINITIONS)) return;
    if (type !== 'DELETED') establishLater(object as Definition);
    // Whoever listens shall hear of the definition first.
    else
      later(0, () => {
        deleteAll(objects, object);
      });
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

function isEstablished({ status }: Definition): boolean {
  return (status?.conditions ?? []).some(({ type, status: is }) => type === 'Established' && is === 'True');
}

function establish(objects: Objects, { metadata }: Definition, now: Date): void {
  const current = objects.get(CUSTOM_RESOURCE_DEFINITIONS, metadata);
  if (current === undefined || isEstablished(current)) return;
  objects.updateStatus(CUSTOM_RESOURCE_DEFINITIONS, metadata, (definition) => ({
    ...definition,
    status: statusOf(definition, now),
  }));
}

function statusOf({ spec }: Definition, now: Date): Status {
  const { names } = spec;
  const condition = (
    type: string,
    reason: string,
    message: string,
  ): NonNullable<Status['conditions']>[number] => ({
    type,
    status: 'True',
    lastTransitionTime: timestamp(now),
    reason,
    message,
  });
  return {
    conditions: [
      condition('NamesAccepted', 'NoConflicts', 'no conflicts found'),
      condition('Established', 'InitialNamesAccepted', 'the initial names have been accepted'),
    ],
    acceptedNames: {
      ...names,
      listKind: names.listKind ?? `${names.kind}List`,
      singular: names.singular ?? names.kind.toLowerCase(),
    },
    storedVersions: spec.versions.filter(({ storage }) => storage).map(({ name }) => name),
  };
}
