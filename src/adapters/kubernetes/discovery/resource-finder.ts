import type { Resource } from '../../../domain/kubernetes/resource.ts';
import type { Clock } from '../../http/clock.ts';
import { createSingleFlight } from '../../http/single-flight.ts';
import type { Perform } from '../transport/api-call.ts';
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
  const discoveries = createSingleFlight<{
    readonly resources: readonly DiscoveredResource[];
    readonly at: number;
  }>({ isFresh: ({ at }) => clock.now() - at <= FRESH_MILLISECONDS, now: () => clock.now() });
  return async (name, signal) => {
    const discover = async () => ({
      resources: await discoverResources(perform, signal),
      at: clock.now(),
    });
    return matchResource(name, (await discoveries.get('', discover, signal)).resources);
  };
}
