import type { ApiResource } from '../../objects/api-resource.ts';
import type { Objects } from '../../objects/objects.ts';
import { servedResources } from '../../objects/served-resources.ts';
import { REVIEW_RESOURCES } from '../reviews/review-resources.ts';
import { subresourcesOf, verbsOf, type Subresource } from './subresources.ts';

/** A version of a group of the API. */
export interface ApiGroupVersion {
  /** Empty for the core group. */
  readonly group: string;
  readonly version: string;
  /** By name. */
  readonly resources: readonly ServedResource[];
}

/** A resource as discovery tells it. */
export interface ServedResource {
  readonly resource: ApiResource;
  readonly verbs: readonly string[];
  readonly subresources: readonly Subresource[];
}

/** All versions of all groups: the core group first, the versions of a group together, the preferred one first. */
export function apiGroups(objects: Pick<Objects, 'list'>): readonly ApiGroupVersion[] {
  const stored = servedResources(objects).map((resource) => ({
    resource,
    verbs: verbsOf(resource),
    subresources: subresourcesOf(resource),
  }));
  const reviews = REVIEW_RESOURCES.map((resource) => ({ resource, verbs: ['create'], subresources: [] }));
  const byVersion = Map.groupBy(
    [...stored, ...reviews],
    ({ resource }) => `${resource.group}/${resource.version}`,
  );
  const versions = [...byVersion].map(([key, resources]): ApiGroupVersion => {
    const [group = '', version = ''] = key.split('/');
    return {
      group,
      version,
      resources: resources.toSorted((a, b) => byText(a.resource.plural, b.resource.plural)),
    };
  });
  return versions.toSorted((a, b) => byGroup(a.group, b.group) || byPriority(a.version, b.version));
}

/** As the API server ranks its own groups; those of custom resources come after them, by name. */
const RANKED = [
  '',
  'apps',
  'authentication.k8s.io',
  'authorization.k8s.io',
  'autoscaling',
  'batch',
  'policy',
  'rbac.authorization.k8s.io',
  'apiextensions.k8s.io',
  'coordination.k8s.io',
];

function byGroup(a: string, b: string): number {
  if (a === b) return 0;
  const [first, second] = [RANKED.indexOf(a), RANKED.indexOf(b)].map((rank) =>
    rank === -1 ? RANKED.length : rank,
  );
  return (first ?? 0) - (second ?? 0) || byText(a, b);
}

function byText(a: string, b: string): number {
  return a < b ? -1 : 1;
}

/** `v2` before `v1` before `v1beta2` before `v1alpha1` before other names (apimachinery, version.CompareKubeAwareVersionStrings). */
function byPriority(a: string, b: string): number {
  if (a === b) return 0;
  const [first, second] = [priority(a), priority(b)];
  const differing = first.findIndex((part, index) => part !== second[index]);
  return differing === -1 ? byText(a, b) : (second[differing] ?? 0) - (first[differing] ?? 0);
}

function priority(version: string): readonly number[] {
  const match = /^v(\d+)(?:(alpha|beta)(\d+))?$/.exec(version);
  if (match === null) return [0];
  const [, major, stage, minor = '0'] = match;
  const stages = { alpha: 1, beta: 2 };
  return [stage === 'alpha' || stage === 'beta' ? stages[stage] : 3, Number(major), Number(minor)];
}
