import { ClusterError } from '../../../domain/errors.ts';
import type { Resource } from '../../../domain/kubernetes/resource.ts';
import type { Clock } from '../../http/clock.ts';
import { createSingleFlight } from '../../http/single-flight.ts';
import type { Perform } from '../transport/api-call.ts';
import { discoverResources } from './discover-resources.ts';
import type { DiscoveredResource, Discovery } from './discovered-resource.ts';

/** How long discovery is cached; custom resources may be installed at any time. */
const FRESH_MILLISECONDS = 10_000;

/** Finds resources by name, see `Cluster.findResource`; questions in quick succession share one discovery. */
export function resourceFinder(
  perform: Perform,
  clock: Clock,
): (name: string, signal?: AbortSignal) => Promise<Resource | undefined> {
  const discoveries = createSingleFlight<Discovery & { readonly at: number }>({
    isFresh: ({ at }) => clock.now() - at <= FRESH_MILLISECONDS,
    now: () => clock.now(),
  });
  return async (name, signal) => {
    const discover = async () => ({
      ...(await discoverResources(perform, signal)),
      at: clock.now(),
    });
    const { resources, silentGroups } = await discoveries.get('', discover, signal);
    const found = matchResource(name, resources);
    const silent = silentGroups.find((group) => name.endsWith(`.${group}`));
    if (found === undefined && silent !== undefined) throw notAnswering(silent, name);
    return found;
  };
}

/** Not the same as missing. */
function notAnswering(group: string, name: string): ClusterError {
  return new ClusterError(
    'server-error',
    `unknown whether there are ${name}: the API ${group} is not available`,
    {
      nextStep: `Check it with "kubectl get apiservices | grep ${group}", and try again.`,
    },
  );
}

/** Finds what a user means by `NAME`, `NAME.GROUP` or `NAME.VERSION.GROUP`; plurals go before other names. */
function matchResource(name: string, resources: readonly DiscoveredResource[]): Resource | undefined {
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
