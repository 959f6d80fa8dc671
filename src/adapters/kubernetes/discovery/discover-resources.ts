import type { Perform } from '../transport/api-call.ts';
import { valueOf, type Outcome } from '../transport/outcome.ts';
import { readJson } from '../transport/read-json.ts';
import { aggregatedResources, DISCOVERY_ACCEPT, staleGroups } from './aggregated-discovery.ts';
import { classicResources, groupVersions, type GroupVersion } from './classic-discovery.ts';
import type { Discovery } from './discovered-resource.ts';

/** All resources that the server has: two requests, or on servers before 1.27 one for each group and version. */
export async function discoverResources(
  perform: Perform,
  signal: AbortSignal | undefined,
): Promise<Discovery> {
  const ask = (path: string): Promise<Outcome<unknown>> =>
    perform({
      request: { method: 'GET', path, headers: { Accept: DISCOVERY_ACCEPT }, signal },
      read: readJson,
    });
  const [core, groups] = (await Promise.all([ask('/api'), ask('/apis')])).map(valueOf);
  const aggregatedCore = aggregatedResources(core);
  const aggregatedGroups = aggregatedResources(groups);
  if (aggregatedCore !== undefined && aggregatedGroups !== undefined) {
    return { resources: [...aggregatedCore, ...aggregatedGroups], silentGroups: staleGroups(groups) };
  }
  const lists = groupVersions(core, groups).map(async (groupVersion): Promise<Discovery> => {
    const outcome = await ask(pathOf(groupVersion));
    // A broken extension API (its 503) must not hide the others.
    if (!outcome.ok) return { resources: [], silentGroups: [groupVersion.group] };
    return { resources: classicResources(groupVersion, outcome.value), silentGroups: [] };
  });
  const answers = await Promise.all(lists);
  return {
    resources: answers.flatMap(({ resources }) => resources),
    silentGroups: answers.flatMap(({ silentGroups }) => silentGroups),
  };
}

function pathOf({ group, version }: GroupVersion): string {
  return group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
}
