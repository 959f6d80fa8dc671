/** Discovery in one answer (apidiscovery.k8s.io/v2 `APIGroupDiscoveryList`). */
import type { ApiGroupVersion, ServedResource } from './api-groups.ts';

const MEDIA_TYPE =
  /application\/json;\s*g=apidiscovery\.k8s\.io;\s*v=(v2|v2beta1);\s*as=APIGroupDiscoveryList/;

/** The version of aggregated discovery that `Accept` asks for, if any. */
export function aggregatedVersion(accept: string | undefined): string | undefined {
  return MEDIA_TYPE.exec(accept ?? '')?.[1];
}

export function aggregatedMediaType(version: string): string {
  return `application/json;g=apidiscovery.k8s.io;v=${version};as=APIGroupDiscoveryList`;
}

export function aggregatedDiscovery(version: string, all: readonly ApiGroupVersion[]): object {
  const groups = Map.groupBy(all, ({ group }) => group);
  return {
    kind: 'APIGroupDiscoveryList',
    apiVersion: `apidiscovery.k8s.io/${version}`,
    metadata: {},
    items: [...groups].map(([group, versions]) => ({
      metadata: { ...(group === '' ? {} : { name: group }) },
      versions: versions.map((one) => ({
        version: one.version,
        resources: one.resources.map(resourceDiscovery),
        freshness: 'Current',
      })),
    })),
  };
}

function resourceDiscovery({ resource, verbs, subresources }: ServedResource): object {
  const { plural, singular, namespaced, kind, shortNames = [], categories = [] } = resource;
  return {
    resource: plural,
    // Empty: those of the list.
    responseKind: { group: '', version: '', kind },
    scope: namespaced ? 'Namespaced' : 'Cluster',
    singularResource: singular,
    verbs,
    ...(shortNames.length === 0 ? {} : { shortNames }),
    ...(categories.length === 0 ? {} : { categories }),
    ...(subresources.length === 0
      ? {}
      : {
          subresources: subresources.map((one) => ({
            subresource: one.name,
            responseKind: { group: one.group ?? '', version: one.version ?? '', kind: one.kind },
            verbs: one.verbs,
          })),
        }),
  };
}
