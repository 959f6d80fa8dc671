import assert from 'node:assert/strict';
import { ClusterError } from '../../../../src/domain/errors.ts';
import { DEPLOYMENTS, NODES, PODS } from '../../../../src/domain/kubernetes/resource.ts';
import type { Handler } from '../support/api-server.ts';
import { httpCluster } from '../support/connect.ts';
import { failureOf } from '../support/failure-of.ts';
import { statusReply } from '../support/replies.ts';

const CRON_V1BETA1 = {
  group: 'batch',
  version: 'v1beta1',
  plural: 'cronjobs',
  kind: 'CronJob',
  namespaced: true,
};
const THINGS = { group: 'example.com', version: 'v2', plural: 'pods', kind: 'Thing', namespaced: true };

interface Described {
  readonly plural: string;
  readonly kind: string;
  readonly namespaced?: boolean;
  readonly shortNames?: readonly string[];
}

const DEPLOYMENT: Described = { plural: 'deployments', kind: 'Deployment', shortNames: ['deploy'] };
const CORE: readonly Described[] = [
  { plural: 'nodes', kind: 'Node', namespaced: false, shortNames: ['no'] },
  { plural: 'pods', kind: 'Pod', shortNames: ['po'] },
];
/** Versions as the server orders them: the preferred one first. */
const GROUPS: Readonly<Record<string, Readonly<Record<string, readonly Described[]>>>> = {
  apps: { v1: [DEPLOYMENT], v1beta1: [DEPLOYMENT] },
  batch: { v1: [], v1beta1: [{ plural: 'cronjobs', kind: 'CronJob' }] },
  'example.com': { v2: [{ plural: 'pods', kind: 'Thing' }] },
};

function aggregated(group: string, versions: Readonly<Record<string, readonly Described[]>>): object {
  return {
    metadata: { name: group },
    versions: Object.entries(versions).map(([version, resources]) => ({
      version,
      resources: resources.map(({ plural, kind, namespaced = true, shortNames = [] }) => ({
        resource: plural,
        responseKind: { group, version, kind },
        scope: namespaced ? 'Namespaced' : 'Cluster',
        singularResource: kind.toLowerCase(),
        shortNames,
      })),
    })),
  };
}

const aggregatedServer: Handler = ({ path, headers }) => {
  assert.match(
    headers.accept ?? '',
    /^application\/json;g=apidiscovery\.k8s\.io;v=v2;as=APIGroupDiscoveryList,/,
  );
  const groups = path === '/api' ? { '': { v1: CORE } } : GROUPS;
  const items = Object.entries(groups).map(([group, versions]) => aggregated(group, versions));
  return { body: { kind: 'APIGroupDiscoveryList', items } };
};

function resourceList(resources: readonly Described[]): object {
  const named = resources.flatMap(({ plural, kind, namespaced = true, shortNames = [] }) => [
    { name: plural, singularName: kind.toLowerCase(), kind, namespaced, shortNames },
    { name: `${plural}/status`, singularName: '', kind, namespaced },
  ]);
  return { kind: 'APIResourceList', resources: named };
}

/** A server before 1.27; the order of versions is not that of preference, and one extension API is down. */
const classicServer: Handler = ({ path }) => {
  if (path === '/api') return { body: { kind: 'APIVersions', versions: ['v1'] } };
  if (path === '/api/v1') return { body: resourceList(CORE) };
  if (path === '/apis') {
    const groups = Object.entries({ ...GROUPS, 'broken.io': { v1: [] } }).map(([name, versions]) => ({
      name,
      versions: Object.keys(versions)
        .reverse()
        .map((version) => ({ version })),
      preferredVersion: { version: Object.keys(versions)[0] },
    }));
    return { body: { kind: 'APIGroupList', groups } };
  }
  const [, , group = '', version = ''] = path.split('/');
  return group === 'broken.io' ? statusReply(503) : { body: resourceList(GROUPS[group]?.[version] ?? []) };
};

for (const [name, handler] of Object.entries({ aggregated: aggregatedServer, classic: classicServer })) {
  describe(`findResource by ${name} discovery`, () => {
    const cases = [
      ['pods', PODS],
      ['Pod', PODS],
      ['po', PODS],
      ['nodes', NODES],
      ['deployments', DEPLOYMENTS],
      ['deployments.apps', DEPLOYMENTS],
      ['deployment.apps', DEPLOYMENTS],
      ['deploy', DEPLOYMENTS],
      ['deployments.v1beta1.apps', { ...DEPLOYMENTS, version: 'v1beta1' }],
      ['cronjobs.batch', CRON_V1BETA1],
      ['pods.example.com', THINGS],
      ['pods.v2.example.com', THINGS],
      ['deployments.batch', undefined],
      ['deployments/status', undefined],
      ['nothing', undefined],
    ] as const;
    for (const [asked, expected] of cases) {
      it(`finds ${expected === undefined ? 'nothing' : `${expected.kind} ${expected.version}`} as "${asked}"`, async () => {
        const { cluster } = await httpCluster(handler);
        assert.deepEqual(await cluster.findResource(asked), expected);
      });
    }
  });
}

describe('findResource', () => {
  it('asks the server once for questions in quick succession, and again later', async () => {
    const { cluster, server, clock } = await httpCluster(aggregatedServer);
    await cluster.findResource('pods');
    await cluster.findResource('nothing');
    assert.equal(server.requests.length, 2);
    clock.advance(60_000);
    await cluster.findResource('pods');
    assert.equal(server.requests.length, 4);
  });

  it('never takes for missing what an API that does not answer may have', async () => {
    const stale: Handler = () => {
      const versions = [{ version: 'v1', freshness: 'Stale', resources: [] }];
      const items = [{ metadata: { name: 'broken.io' }, versions }, aggregated('apps', GROUPS.apps ?? {})];
      return { body: { kind: 'APIGroupDiscoveryList', items } };
    };
    for (const handler of [stale, classicServer]) {
      const { cluster } = await httpCluster(handler);
      const failure = await failureOf(cluster.findResource('things.broken.io'), ClusterError);
      assert.match(
        failure.message,
        /unknown whether there are things\.broken\.io: the API broken\.io is not available/,
      );
      assert.deepEqual(await cluster.findResource('deployments.apps'), DEPLOYMENTS);
      assert.equal(await cluster.findResource('things.example.org'), undefined);
    }
  });

  it('fails when discovery is refused', async () => {
    const { cluster } = await httpCluster(() => statusReply(403));
    assert.equal((await failureOf(cluster.findResource('pods'), ClusterError)).failure, 'forbidden');
  });
});
