import { BUILT_IN_RESOURCES } from '../../../src/sandbox/index.ts';
import { get, valueAt, without, type StepGroup } from '../step.ts';

const AGGREGATED = {
  headers: {
    accept: 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json',
  },
};

const GROUPS = new Set(BUILT_IN_RESOURCES.map(({ group }) => group));
const NAMES = new Set(BUILT_IN_RESOURCES.map(({ plural }) => plural));

interface Named {
  readonly name: string;
}

/** The sandbox serves a part of all groups and resources, and only in their newest version. */
function ofSandbox(body: unknown): unknown {
  const { resources, groups } = body as { resources?: readonly Named[]; groups?: readonly Named[] };
  return {
    ...(body as object),
    ...(groups === undefined
      ? {}
      : { groups: groups.filter(({ name }) => GROUPS.has(name)).map(newestVersion) }),
    ...(resources === undefined
      ? {}
      : { resources: resources.filter(({ name }) => NAMES.has(name)).toSorted(byName) }),
  };
}

function newestVersion(group: Named): object {
  const { versions, ...more } = group as { versions?: readonly unknown[] } & Named;
  return { ...more, versions: versions?.slice(0, 1) };
}

function byName(a: Named, b: Named): number {
  return a.name < b.name ? -1 : 1;
}

interface Discovered {
  readonly items: readonly {
    readonly metadata: { readonly name?: string };
    readonly versions: readonly {
      readonly version: string;
      readonly resources: readonly { readonly resource: string; readonly subresources?: unknown }[];
    }[];
  }[];
}

/** As `ofSandbox`; which subresources there are is left open, but for those that clients ask for. */
function aggregatedOfSandbox(body: unknown): unknown {
  const { items } = body as Discovered;
  return items
    .filter(({ metadata }) => GROUPS.has(metadata.name ?? ''))
    .map(({ metadata, versions }) => ({
      group: metadata.name ?? '',
      versions: versions.slice(0, 1).map(({ version, resources }) => ({
        version,
        resources: resources
          .filter(({ resource }) => NAMES.has(resource))
          .toSorted((a, b) => (a.resource < b.resource ? -1 : 1))
          .map((resource) => without(resource, 'subresources')),
      })),
    }));
}

export const DISCOVERY: StepGroup = {
  name: 'discovery',
  steps: [
    get('the version', '/version', {
      compared: (body) => ({ major: valueAt(body, 'major'), minor: valueAt(body, 'minor') }),
    }),
    get('whether it lives', '/livez'),
    get('whether it is ready', '/readyz'),
    get('core versions', '/api', { compared: (body) => valueAt(body, 'versions') }),
    get('core, aggregated', '/api', { ...AGGREGATED, compared: aggregatedOfSandbox }),
    get('groups', '/apis', { compared: ofSandbox }),
    get('groups, aggregated', '/apis', { ...AGGREGATED, compared: aggregatedOfSandbox }),
    get('one group', '/apis/apps'),
    get('resources of v1', '/api/v1', { compared: ofSandbox }),
    get('resources of apps/v1', '/apis/apps/v1', { compared: ofSandbox }),
    get('resources of batch/v1', '/apis/batch/v1', { compared: ofSandbox }),
    get('resources of policy/v1', '/apis/policy/v1', { compared: ofSandbox }),
    get('a group that nobody serves', '/apis/nothing.example/v1'),
    get('a resource that nobody serves', '/api/v1/namespaces/{ns}/gizmos'),
    get('a path that nobody serves', '/nothing'),
  ],
};
