import type { V1CustomResourceDefinition } from '@kubernetes/client-node';
import { resourceName } from '../../domain/kubernetes/resource.ts';
import type { Cancel, Clock } from '../clock.ts';
import { CUSTOM_RESOURCE_DEFINITIONS } from '../objects/api-resources.ts';
import { timestamp } from '../objects/metadata/timestamp.ts';
import type { Objects } from '../objects/objects.ts';
import type { Plain, Stored } from '../objects/stored.ts';

type Definition = Stored<Plain<V1CustomResourceDefinition>>;

/** How long a definition waits to be established, in milliseconds of the sandbox. */
const ESTABLISHED_AFTER = 100;

/** Accepts the names of custom resource definitions (apiextensions, `establish` and `status` controllers). */
export function establishDefinitions(objects: Objects, clock: Clock): Cancel {
  const establishLater = (definition: Definition): void => {
    if (isEstablished(definition)) return;
    clock.after(ESTABLISHED_AFTER, () => {
      establish(objects, definition, clock.now());
    });
  };
  objects.list(CUSTOM_RESOURCE_DEFINITIONS).forEach(establishLater);
  return objects.subscribe(({ type, resource, object }) => {
    if (type === 'DELETED' || resourceName(resource) !== resourceName(CUSTOM_RESOURCE_DEFINITIONS)) return;
    establishLater(object as Definition);
  });
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

function statusOf({ spec }: Definition, now: Date): Plain<NonNullable<V1CustomResourceDefinition['status']>> {
  const lastTransitionTime = timestamp(now);
  const condition = (type: string, reason: string, message: string) => ({
    type,
    status: 'True',
    lastTransitionTime,
    reason,
    message,
  });
  const { names } = spec;
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
