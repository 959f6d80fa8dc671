import { jsonAnswer, type ApiAnswer } from '../http/api-answer.ts';
import type { ApiRequest } from '../http/api-request.ts';
import { aggregatedDiscovery, aggregatedMediaType, aggregatedVersion } from './aggregated-discovery.ts';
import type { ApiGroupVersion } from './api-groups.ts';
import { coreVersions, groupAnswer, groupList, resourceList } from './classic-discovery.ts';

/** What `/api` and `/apis` and the paths below tell of the resources; `undefined` for other paths. */
export function discoveryAnswer(
  pathname: string,
  request: ApiRequest,
  all: readonly ApiGroupVersion[],
): ApiAnswer | undefined {
  const [root, ...path] = pathname.split('/').filter((part) => part !== '');
  if (root !== 'api' && root !== 'apis') return undefined;
  if (path.length === 0) return rootAnswer(request, root, all);
  const [group = '', version] = root === 'api' ? ['', ...path] : path;
  const answer = version === undefined ? groupAnswer(all, group) : resourceList(all, group, version);
  return answer === undefined ? undefined : jsonAnswer(200, answer);
}

function rootAnswer(request: ApiRequest, root: string, all: readonly ApiGroupVersion[]): ApiAnswer {
  const isCore = root === 'api';
  const version = aggregatedVersion(request.headers.accept);
  if (version === undefined) return jsonAnswer(200, isCore ? coreVersions(request.url.host) : groupList(all));
  const groups = all.filter(({ group }) => (group === '') === isCore);
  const answer = jsonAnswer(200, aggregatedDiscovery(version, groups));
  return { ...answer, headers: { 'content-type': aggregatedMediaType(version), vary: 'Accept' } };
}
