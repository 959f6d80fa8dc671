/** Every object of a resource within a scope; pages are released once iterated. */
import { inScope, listQueries, type Scope } from '../../domain/inventory/scope.ts';
import type { KubernetesObject } from '../../domain/kubernetes/object.ts';
import type { Resource } from '../../domain/kubernetes/resource.ts';
import type { Cluster, ListQuery } from '../../domain/ports/cluster.ts';

export interface ObjectQuery extends Pick<ListQuery, 'labelSelector' | 'fieldSelector'> {
  readonly resource: Resource;
  readonly scope: Scope;
}

/** The label selector of the scope is for workloads and is not applied here. Throws ClusterError. */
export async function* objectsInScope(
  cluster: Cluster,
  { resource, scope, ...selectors }: ObjectQuery,
  signal: AbortSignal,
): AsyncGenerator<KubernetesObject> {
  for (const query of resource.namespaced ? listQueries(scope) : [{}]) {
    for await (const page of cluster.list(resource, { ...query, ...selectors }, signal)) {
      yield* page.filter(({ metadata }) => inScope(scope, metadata.namespace));
    }
  }
}
