/** Empties a namespace that is being deleted, then lets it go (k8s `pkg/controller/namespace`). */
import type { ApiResource } from '../../objects/api-resource.ts';
import { EVENTS, NAMESPACES, PODS } from '../../objects/api-resources.ts';
import type { Controller, Surroundings } from '../controller.ts';
import type { Namespace } from '../kinds.ts';

const FINALIZER = 'kubernetes';
const ORDER = new Map<ApiResource, number>([
  [PODS, 0],
  [EVENTS, 2],
]);

export function namespaceController(surroundings: Surroundings): Controller {
  const { objects, ownership } = surroundings;
  return {
    name: 'namespace-controller',
    concerned: ({ type, resource, object }) => {
      if (resource === NAMESPACES) return [{ name: object.metadata.name }];
      const { namespace } = object.metadata;
      if (type === 'MODIFIED' || namespace === undefined) return [];
      return endingNamespaces(surroundings, namespace);
    },
    reconcile: ({ name }) => {
      const namespace = objects.get(NAMESPACES, { name });
      if (namespace !== undefined && namespace.metadata.deletionTimestamp === undefined) return;
      empty(surroundings, name);
      if (namespace !== undefined && ownership.in(name).length === 0) finalize(surroundings, namespace);
    },
  };
}

function endingNamespaces({ objects }: Surroundings, name: string) {
  const namespace = objects.get(NAMESPACES, { name });
  return namespace?.metadata.deletionTimestamp === undefined ? [] : [{ name }];
}

/** Pods first, as they take their time; events last, as more of them come about. */
function empty({ objects, ownership }: Surroundings, name: string): void {
  const rank = (resource: ApiResource): number => ORDER.get(resource) ?? 1;
  for (const { resource, object } of ownership
    .in(name)
    .toSorted((a, b) => rank(a.resource) - rank(b.resource))) {
    const { uid, deletionTimestamp } = object.metadata;
    if (deletionTimestamp !== undefined || ownership.get(uid) === undefined) continue;
    objects.delete(resource, object.metadata, { uid, propagationPolicy: 'Background' });
  }
}

/** As a write to `/finalize`, a subresource like the status: with the last finalizer gone, so is the namespace. */
function finalize({ objects }: Surroundings, { metadata }: Namespace): void {
  objects.updateStatus(NAMESPACES, metadata, (current) => ({
    ...current,
    spec: {
      ...current.spec,
      finalizers: (current.spec?.finalizers ?? []).filter((finalizer) => finalizer !== FINALIZER),
    },
  }));
}
