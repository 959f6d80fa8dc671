import assert from 'node:assert/strict';
import { DEPLOYMENTS, REPLICA_SETS } from '../../../src/sandbox/objects/api-resources.ts';
import { startControllers } from '../../../src/sandbox/controllers/start-controllers.ts';
import { workload } from './builders.ts';
import { TestCluster } from './test-cluster.ts';

describe('controllers', () => {
  it('do nothing any more once they are stopped, not even what was begun', async () => {
    const cluster = new TestCluster();
    await cluster.settle();
    cluster.objects.create(DEPLOYMENTS, workload());
    cluster.stop();
    await cluster.settle();
    assert.deepEqual(cluster.list(REPLICA_SETS), []);
  });

  it('take up what was there before them', async () => {
    const cluster = new TestCluster();
    await cluster.create(DEPLOYMENTS, workload());
    cluster.stop();
    cluster.objects.create(DEPLOYMENTS, workload({ name: 'api' }));
    const controllers = startControllers({ objects: cluster.objects, clock: cluster.clock });
    await cluster.settle();
    assert.equal(cluster.get(DEPLOYMENTS, 'api').status?.readyReplicas, 3);
    await cluster.delete(DEPLOYMENTS, 'web');
    assert.equal(cluster.pods().length, 3);
    controllers.stop();
  });
});
