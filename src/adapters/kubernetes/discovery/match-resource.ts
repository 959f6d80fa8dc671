import type { Resource } from '../../../domain/kubernetes/resource.ts';
import type { DiscoveredResource } from './discovered-resource.ts';

/** Finds what a user means by `NAME`, `NAME.GROUP` or `NAME.VERSION.GROUP`; plurals go before other names. */
export function matchResource(name: string, resources: readonly DiscoveredResource[]): Resource | undefined {
  const [first = '', ...rest] = name.toLowerCase().split('.');
  const candidates = resources.filter(({ resource }) => rest.length === 0 || isIn(resource, rest));
  const byPlural = candidates.find(({ resource }) => resource.plural === first);
  const found = byPlural ?? candidates.find(({ aliases }) => aliases.includes(first));
  return found?.resource;
}

function isIn({ group, version }: Resource, rest: readonly string[]): boolean {
  const [maybeVersion, ...maybeGroup] = rest;
  return rest.join('.') === group || (maybeVersion === version && maybeGroup.join('.') === group);
}
