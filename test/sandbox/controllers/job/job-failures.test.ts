import assert from 'node:assert/strict';
import { JOBS, PODS } from '../../../../src/sandbox/objects/api-resources.ts';
import { job } from '../builders.ts';
import { JobCluster } from '../job-cluster.ts';
import { NAMESPACE } from '../test-cluster.ts';

describe('Job controller: failures', () => {
  it('replaces a failed pod after a delay that grows', async () => {
    using cluster = new JobCluster();
    await cluster.create(JOBS, job('copy'));
    for (const delay of [10, 20, 40]) {
      await cluster.end('failed');
      await cluster.pass(delay - 1);
      assert.equal(cluster.active().length, 0, `too early after ${delay} s`);
      await cluster.pass(1);
      assert.equal(cluster.active().length, 1, `after ${delay} s`);
    }
    assert.equal(cluster.get(JOBS, 'copy').status?.failed, 3);
  });

  it('waits only shortly again after a success', async () => {
    using cluster = new JobCluster();
    await cluster.create(JOBS, job('copy', { spec: { completions: 3 } }));
    await cluster.end('failed');
    await cluster.pass(10);
    await cluster.end('succeeded');
    await cluster.pass(1);
    await cluster.end('failed');
    await cluster.pass(10);
    assert.equal(cluster.active().length, 1);
  });

  it('waits in the time of the sandbox', async () => {
    using cluster = new JobCluster({ speed: 10 });
    cluster.kubelet.fate = () => 'failed';
    await cluster.create(JOBS, job('copy'));
    cluster.kubelet.fate = () => 'running';
    await cluster.pass(1);
    assert.equal(cluster.active().length, 1);
  });

  it('fails when it reaches its backoff limit', async () => {
    using cluster = new JobCluster();
    await cluster.create(JOBS, job('copy', { spec: { backoffLimit: 1 } }));
    await cluster.end('failed');
    assert.equal(cluster.condition('Failed'), undefined);
    await cluster.pass(10);
    await cluster.end('failed');
    assert.equal(cluster.condition('FailureTarget'), 'BackoffLimitExceeded');
    assert.equal(cluster.condition('Failed'), 'BackoffLimitExceeded');
    assert.equal(cluster.get(JOBS, 'copy').status?.failed, 2);
    assert.equal(
      cluster.events('copy').at(-1),
      'BackoffLimitExceeded: Job has reached the specified backoff limit',
    );
  });

  it('replaces a pod that somebody deletes, and counts it as failed', async () => {
    using cluster = new JobCluster();
    await cluster.create(JOBS, job('copy'));
    const [pod] = cluster.pods();
    await cluster.delete(PODS, pod?.metadata.name ?? '');
    assert.deepEqual(cluster.pods(), []);
    await cluster.pass(10);
    assert.equal(cluster.active().length, 1);
    assert.equal(cluster.get(JOBS, 'copy').status?.failed, 1);
  });

  it('ends its pods when its time is over', async () => {
    using cluster = new JobCluster();
    await cluster.create(JOBS, job('copy', { spec: { activeDeadlineSeconds: 30 } }));
    await cluster.pass(29);
    assert.equal(cluster.condition('Failed'), undefined);
    await cluster.pass(1);
    assert.equal(cluster.condition('Failed'), 'DeadlineExceeded');
    assert.deepEqual(cluster.pods(), []);
  });

  it('is over only when its last pod has ended', async () => {
    using cluster = new JobCluster();
    cluster.kubelet.holds = true;
    await cluster.create(JOBS, job('copy', { spec: { activeDeadlineSeconds: 30 } }));
    const { name } = cluster.pods()[0]?.metadata ?? assert.fail();
    await cluster.pass(30);
    assert.equal(cluster.condition('FailureTarget'), 'DeadlineExceeded');
    assert.equal(cluster.condition('Failed'), undefined);
    assert.equal(cluster.get(JOBS, 'copy').status?.terminating, 1);
    cluster.kubelet.put(name, 'failed');
    await cluster.settle();
    assert.equal(cluster.condition('Failed'), 'DeadlineExceeded');
    assert.equal(cluster.get(JOBS, 'copy').status?.terminating, 0);
  });

  it('fails when its containers restart too often', async () => {
    using cluster = new JobCluster();
    const pod = { restartPolicy: 'OnFailure' };
    await cluster.create(JOBS, job('copy', { spec: { backoffLimit: 2 }, pod }));
    for (const restartCount of [1, 2]) {
      assert.equal(cluster.condition('Failed'), undefined);
      const { metadata } = cluster.pods()[0] ?? assert.fail();
      const container = { name: 'app', image: 'app:1', imageID: '', ready: false, restartCount };
      cluster.objects.updateStatus(PODS, metadata, (current) => ({
        ...current,
        status: { ...current.status, containerStatuses: [container] },
      }));
      await cluster.settle();
    }
    assert.equal(cluster.condition('Failed'), 'BackoffLimitExceeded');
  });

  describe('with a policy for failures', () => {
    const rules = [
      { action: 'FailJob', onExitCodes: { operator: 'In', values: [42] } },
      { action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] },
    ];
    const withPolicy = job('copy', { spec: { backoffLimit: 0, podFailurePolicy: { rules } } });

    it('fails at once with an exit code that says so', async () => {
      using cluster = new JobCluster();
      await cluster.create(JOBS, withPolicy);
      const [pod] = cluster.pods();
      await cluster.end('failed', undefined, 42);
      assert.equal(cluster.condition('Failed'), 'PodFailurePolicy');
      const message = cluster.events('copy').at(-1);
      const where = `${NAMESPACE}/${pod?.metadata.name}`;
      assert.equal(
        message,
        `PodFailurePolicy: Container app for pod ${where} failed with exit code 42 matching FailJob rule at index 0`,
      );
    });

    it('does not count pods that were disrupted', async () => {
      using cluster = new JobCluster();
      await cluster.create(JOBS, withPolicy);
      const [pod] = cluster.pods();
      cluster.objects.updateStatus(PODS, pod?.metadata ?? { name: '' }, (current) => ({
        ...current,
        status: {
          ...current.status,
          phase: 'Failed',
          conditions: [{ type: 'DisruptionTarget', status: 'True' }],
        },
      }));
      await cluster.pass(10);
      assert.equal(cluster.active().length, 1);
      assert.equal(cluster.get(JOBS, 'copy').status?.failed, undefined);
    });
  });
});
