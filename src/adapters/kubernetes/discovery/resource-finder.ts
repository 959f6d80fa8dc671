import type { Resource } from '../../../domain/kubernetes/resource.ts';
import type { Perform } from '../transport/api-call.ts';
import type { Clock } from '../transport/clock.ts';
import { discoverResources } from './discover-resources.ts';
import type { DiscoveredResource } from './discovered-resource.ts';
import { matchResource } from './match-resource.ts';

/** For so long an answer serves for further questions; custom resources may be installed at any time. */
const FRESH_MILLISECONDS = 10_000;

/** Finds resources by name, see `Cluster.findResource`; questions in quick succession share one discovery. */
export function resourceFinder(
  perform: Perform,
  clock: Clock,
): (name: string, signal?: AbortSignal) => Promise<Resource | undefined> {
  let latest: { readonly resources: readonly DiscoveredResource[]; readonly at: number } | undefined;
  return async (name, signal) => {
    if (latest === undefined || clock.now() - latest.at > FRESH_MILLISECONDS) {
      const resources = await discoverResources(perform, signal);
      latest = { resources, at: clock.now() };
    }
    return matchResource(name, latest.resources);
  };
}
