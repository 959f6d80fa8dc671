import assert from 'node:assert/strict';
import {
  MODULE_CONFIGS,
  REGISTRY_CONFIGS,
  REGISTRY_NODES,
} from '../../../../src/sandbox/deckhouse/resources.ts';
import { authDigest } from '../../../../src/sandbox/deckhouse/module-v2/upstream.ts';
import { REPOSITORY, startDeckhouseCluster, TARGET_LOGIN } from '../deckhouse-cluster.ts';
import { untilAllRun } from '../pods.ts';
import { until } from '../until.ts';

const NAME = { name: 'registry' };

describe('the stand-in of Deckhouse with the second module registry', function () {
  this.timeout(60_000);

  it('probes the upstream until it holds Deckhouse, then tells the nodes', async () => {
    await using cluster = await startDeckhouseCluster({ generation: 'module-v2' });
    const { kube, target } = cluster;
    await untilAllRun(cluster);
    const upstream = {
      scheme: 'HTTP',
      host: target.host,
      path: `/${REPOSITORY}`,
      auth: TARGET_LOGIN,
    } as const;
    const settings = { mode: 'Managed', primary: { upstream } };
    await kube.patch(MODULE_CONFIGS, NAME, { spec: { settings } });
    const refused = await until('probe', async () => {
      const { conditions = [] } = (await kube.get(REGISTRY_CONFIGS, NAME))?.status ?? {};
      return conditions.find(({ type }) => type === 'UpstreamValid');
    });
    assert.equal(refused.reason, 'SentinelMissing');
    assert.deepEqual(await kube.list(REGISTRY_NODES), []);
    target.seedImage({ repository: `${REPOSITORY}/release-channel`, tag: 'stable' });
    const config = await until('upstream', async () => {
      const now = await kube.get(REGISTRY_CONFIGS, NAME);
      return now?.status?.effectiveUpstream && now;
    });
    assert.equal(config.status?.observedGeneration, config.metadata.generation);
    assert.equal(config.status?.effectiveUpstreamAuthDigest, authDigest(upstream));
    await until('nodes', async () => {
      const nodes = await kube.list(REGISTRY_NODES);
      return nodes.length === 2 && nodes.every(({ status }) => status?.reconciled === true);
    });
  });
});
