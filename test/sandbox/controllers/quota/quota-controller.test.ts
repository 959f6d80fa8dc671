import assert from 'node:assert/strict';
import { CONFIG_MAPS, DEPLOYMENTS, RESOURCE_QUOTAS } from '../../../../src/sandbox/objects/api-resources.ts';
import { workload } from '../builders.ts';
import { NAMESPACE, TestCluster } from '../test-cluster.ts';

describe('ResourceQuota controller', () => {
  let cluster: TestCluster;

  beforeEach(() => {
    cluster = new TestCluster();
  });

  afterEach(() => {
    cluster.stop();
  });

  it('counts what is there, and no longer what is gone', async () => {
    const hard = { pods: '2', 'count/deployments.apps': '5', configmaps: '10' };
    await cluster.create(RESOURCE_QUOTAS, {
      metadata: { namespace: NAMESPACE, name: 'few' },
      spec: { hard },
    });
    await cluster.create(DEPLOYMENTS, workload({ spec: { replicas: 2 } }));
    assert.deepEqual(cluster.get(RESOURCE_QUOTAS, 'few').status, {
      hard,
      used: {
        pods: '2',
        'count/deployments.apps': '1',
        configmaps: String(cluster.list(CONFIG_MAPS).length),
      },
    });
    await cluster.delete(DEPLOYMENTS, 'web');
    const { used } = cluster.get(RESOURCE_QUOTAS, 'few').status ?? {};
    assert.equal(used?.['count/deployments.apps'], '0');
    assert.equal(used.pods, '0');
  });

  it('shows on the workload that gets no more pods, until it does', async () => {
    const quota = { metadata: { namespace: NAMESPACE, name: 'few' }, spec: { hard: { pods: '1' } } };
    await cluster.create(RESOURCE_QUOTAS, quota);
    const { status } = await cluster.create(DEPLOYMENTS, workload());
    const failure = status?.conditions?.find(({ type }) => type === 'ReplicaFailure');
    assert.equal(failure?.reason, 'FailedCreate');
    assert.match(
      failure.message ?? '',
      /exceeded quota: few, requested: pods=1, used: pods=1, limited: pods=1/,
    );
    await cluster.update(RESOURCE_QUOTAS, 'few', (current) => ({
      ...current,
      spec: { hard: { pods: '3' } },
    }));
    await cluster.pass(60);
    assert.equal(cluster.get(DEPLOYMENTS, 'web').status?.readyReplicas, 3);
    const conditions = cluster.get(DEPLOYMENTS, 'web').status?.conditions ?? [];
    assert.equal(
      conditions.some(({ type }) => type === 'ReplicaFailure'),
      false,
    );
  });
});
