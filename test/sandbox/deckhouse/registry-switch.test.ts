import assert from 'node:assert/strict';
import {
  DAEMON_SETS,
  DEPLOYMENTS,
  NODES,
  PODS,
  SECRETS,
} from '../../../src/sandbox/objects/api-resources.ts';
import {
  type DeckhouseCluster,
  REPOSITORY,
  startDeckhouseCluster,
  TARGET_LOGIN,
} from './deckhouse-cluster.ts';
import { areReady, imagesOf, untilAllRun, untilAllRunFrom } from './pods.ts';
import { until } from './until.ts';

const DECKHOUSE = { namespace: 'd8-system', name: 'deckhouse' };
const CHECKSUM = 'node.deckhouse.io/configuration-checksum';

async function switchRegistry({ kube, source, target }: DeckhouseCluster): Promise<void> {
  const auth = Buffer.from(`${TARGET_LOGIN.username}:${TARGET_LOGIN.password}`).toString('base64');
  const stringData = {
    address: target.host,
    path: `/${REPOSITORY}`,
    scheme: 'http',
    '.dockerconfigjson': JSON.stringify({ auths: { [target.host]: { auth } } }),
  };
  await kube.patch(SECRETS, { namespace: 'd8-system', name: 'deckhouse-registry' }, { stringData });
  // All of its containers, or the new pod finds no login for the others.
  const { containers, initContainers } = (await kube.get(DEPLOYMENTS, DECKHOUSE))?.spec?.template.spec ?? {};
  const moved = (all: typeof containers) =>
    all?.map((one) => ({ ...one, image: one.image?.replace(source.host, target.host) }));
  const spec = { containers: moved(containers), initContainers: moved(initContainers) };
  await kube.patch(DEPLOYMENTS, DECKHOUSE, { spec: { template: { spec } } });
}

async function checksums({ kube }: DeckhouseCluster) {
  return Object.fromEntries(
    (await kube.list(NODES)).map(({ metadata }) => [metadata.name, metadata.annotations?.[CHECKSUM]]),
  );
}

describe('the stand-in of Deckhouse follows its registry', function () {
  this.timeout(60_000);

  it('with all its workloads, Secrets, nodes, and sidecars once their owner is restarted', async () => {
    await using cluster = await startDeckhouseCluster({ generation: 'copier' });
    const { kube, source, target } = cluster;
    await untilAllRun(cluster);
    const web = await until('application', async () => {
      const pods = await kube.list(PODS, { namespace: 'shop' });
      return pods.length === 1 && areReady(pods) && pods[0];
    });
    assert.equal(imagesOf([web]).filter((image) => image.startsWith(source.host)).length, 2);
    assert.ok(web.metadata.annotations?.['sidecar.istio.io/status']);
    assert.ok(web.spec?.containers.some(({ name }) => name === 'istio-proxy'));
    const before = await checksums(cluster);
    assert.equal(new Set(Object.values(before)).size, 2);

    for (const tag of cluster.tags) target.seedImage({ repository: REPOSITORY, tag });
    await switchRegistry(cluster);
    await untilAllRunFrom(cluster, `${target.host}/${REPOSITORY}`);
    const daemons = await kube.list(DAEMON_SETS, { namespace: 'd8-cni' });
    assert.ok(daemons.every(({ status }) => status?.updatedNumberScheduled === 2));
    await until('nodes', async () => {
      const now = await checksums(cluster);
      return Object.entries(before).every(([name, old]) => now[name] !== undefined && now[name] !== old);
    });
    const copied = await kube.get(SECRETS, { namespace: 'shop', name: 'd8-istio-sidecar-registry' });
    const config = Buffer.from(copied?.data?.['.dockerconfigjson'] ?? '', 'base64').toString();
    assert.match(config, new RegExp(target.host));

    assert.deepEqual(imagesOf(await kube.list(PODS, { namespace: 'shop' })), imagesOf([web]));
    const annotations = { 'kubectl.kubernetes.io/restartedAt': new Date().toISOString() };
    await kube.patch(
      DEPLOYMENTS,
      { namespace: 'shop', name: 'web' },
      { spec: { template: { metadata: { annotations } } } },
    );
    await until('sidecar from the target', async () => {
      const pods = await kube.list(PODS, { namespace: 'shop' });
      const images = imagesOf(pods);
      return pods.length === 1 && images.filter((image) => image.startsWith(target.host)).length === 2;
    });
  });

  it('while nodes are stuck or wait for approval', async () => {
    await using cluster = await startDeckhouseCluster({
      generation: 'copier',
      faults: { stuckNodes: ['node-1'], unapprovedNodes: ['node-2'] },
    });
    const { kube, target } = cluster;
    await untilAllRun(cluster);
    for (const tag of cluster.tags) target.seedImage({ repository: REPOSITORY, tag });
    await switchRegistry(cluster);
    const annotated = async (node: string, name: string) => {
      const { annotations = {} } = (await kube.get(NODES, { name: node }))?.metadata ?? {};
      return annotations[`update.node.deckhouse.io/${name}`] === '' && annotations[CHECKSUM] === undefined;
    };
    await until('node-1 approved', async () => annotated('node-1', 'approved'));
    await until('node-2 waiting', async () => annotated('node-2', 'waiting-for-approval'));
    await kube.patch(
      NODES,
      { name: 'node-2' },
      { metadata: { annotations: { 'update.node.deckhouse.io/approved': '' } } },
    );
    await until('node-2 in sync', async () => (await checksums(cluster))['node-2'] !== undefined);
    assert.ok(await annotated('node-1', 'approved'));
  });
});
