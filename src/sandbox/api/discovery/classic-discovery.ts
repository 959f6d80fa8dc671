/** Discovery in steps (meta/v1 `APIVersions`, `APIGroupList`, `APIGroup`, `APIResourceList`). */
import type { ApiGroupVersion, ServedResource } from './api-groups.ts';

/** The answer of `/api`. */
export function coreVersions(address: string): object {
  return {
    kind: 'APIVersions',
    versions: ['v1'],
    serverAddressByClientCIDRs: [{ clientCIDR: '0.0.0.0/0', serverAddress: address }],
  };
}

/** The answer of `/apis`. */
export function groupList(all: readonly ApiGroupVersion[]): object {
  const names = new Set(all.map(({ group }) => group).filter((group) => group !== ''));
  return { kind: 'APIGroupList', apiVersion: 'v1', groups: [...names].map((name) => groupOf(all, name)) };
}

/** The answer of `/apis/<group>`; `undefined` when there is none. */
export function groupAnswer(all: readonly ApiGroupVersion[], name: string): object | undefined {
  if (!all.some(({ group }) => group === name)) return undefined;
  return { kind: 'APIGroup', apiVersion: 'v1', ...groupOf(all, name) };
}

/** The answer of `/api/v1` and `/apis/<group>/<version>`; `undefined` when there is none. */
export function resourceList(
  all: readonly ApiGroupVersion[],
  group: string,
  version: string,
): object | undefined {
  const found = all.find((one) => one.group === group && one.version === version);
  if (found === undefined) return undefined;
  return {
    kind: 'APIResourceList',
    // The core group's list has none.
    ...(group === '' ? { groupVersion: version } : { apiVersion: 'v1', groupVersion: `${group}/${version}` }),
    resources: found.resources.flatMap(entries),
  };
}

function groupOf(all: readonly ApiGroupVersion[], name: string): object {
  const versions = all
    .filter(({ group }) => group === name)
    .map(({ version }) => ({ groupVersion: `${name}/${version}`, version }));
  return { name, versions, preferredVersion: versions[0] };
}

function entries({ resource, verbs, subresources }: ServedResource): object[] {
  const { plural, singular, namespaced, kind, shortNames = [], categories = [] } = resource;
  const own = {
    name: plural,
    singularName: singular,
    namespaced,
    kind,
    verbs,
    ...(shortNames.length === 0 ? {} : { shortNames }),
    ...(categories.length === 0 ? {} : { categories }),
  };
  const others = subresources.map((one) => ({
    name: `${plural}/${one.name}`,
    singularName: '',
    namespaced,
    ...(one.group === undefined ? {} : { group: one.group, version: one.version }),
    kind: one.kind,
    verbs: one.verbs,
  }));
  return [own, ...others];
}
