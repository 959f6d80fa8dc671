import assert from 'node:assert/strict';
import { prometheus } from '../../support/builders/custom-resource.ts';
import { plannedChange, plannedImage } from '../../support/builders/planned-change.ts';
import { InMemoryCluster } from '../../support/in-memory-cluster.ts';
import { image, moved, runSwitch } from './switch-run.ts';

describe('switchWorkloads: custom resources', () => {
  it('are remembered before the first of them changes', async () => {
    const owner = prometheus({ image: image('a') });
    const field = plannedImage({ slot: 'field', name: '/spec/image', from: image('a'), to: moved('a') });
    const cluster = new InMemoryCluster([owner]);
    const customImages = [{ resourceName: 'prometheuses', paths: ['{.spec.image}'] }];
    await runSwitch(cluster, [{ ...plannedChange(owner), images: [field] }], { customImages });
    assert.deepEqual(cluster.writes, [
      'create namespaces registry-switch',
      'create configmaps registry-switch/registry-switch-image-paths',
      'patch prometheuses.monitoring.coreos.com shop/web',
    ]);
    assert.deepEqual(cluster.read(owner).spec, { image: moved('a') });
  });
});
