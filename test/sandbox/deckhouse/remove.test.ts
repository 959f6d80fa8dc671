import assert from 'node:assert/strict';
import { NAMESPACES, NODES } from '../../../src/sandbox/objects/api-resources.ts';
import { startDeckhouseCluster } from './deckhouse-cluster.ts';
import { until } from './until.ts';

describe('the stand-in of Deckhouse', function () {
  this.timeout(60_000);

  it('goes with all that it made', async () => {
    await using cluster = await startDeckhouseCluster({ generation: 'module' });
    const { kube } = cluster;
    assert.ok(
      (await kube.list(NODES)).every(({ metadata }) => 'node.deckhouse.io/group' in (metadata.labels ?? {})),
    );
    await cluster.remove();
    await until('no namespaces', async () => {
      const names = (await kube.list(NAMESPACES)).map(({ metadata }) => metadata.name);
      return !names.some((name) => name.startsWith('d8-') || name === 'shop');
    });
    const left = (await kube.list(NODES)).flatMap(({ metadata: { labels, annotations } }) =>
      Object.keys({ ...labels, ...annotations }).filter((key) => key.includes('deckhouse.io')),
    );
    assert.deepEqual(left, []);
  });
});
