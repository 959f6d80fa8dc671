import assert from 'node:assert/strict';
import { JOBS, PODS } from '../../../../src/sandbox/objects/api-resources.ts';
import { job, spec } from '../builders.ts';
import { JobCluster } from '../job-cluster.ts';

describe('Job controller', () => {
  it('runs a pod to its end and is complete', async () => {
    using cluster = new JobCluster();
    const started = await cluster.create(JOBS, job('copy'));
    const { startTime, ...running } = started.status ?? {};
    assert.deepEqual(running, { active: 1, ready: 0, terminating: 0, uncountedTerminatedPods: {} });
    assert.equal(startTime, '2026-03-01T10:00:00Z');
    const { metadata } = cluster.pods()[0] ?? assert.fail();
    assert.match(metadata.name, /^copy-[a-z0-9]{5}$/);
    assert.deepEqual(metadata.finalizers, ['batch.kubernetes.io/job-tracking']);
    await cluster.end('succeeded');
    const { conditions = [], ...status } = cluster.get(JOBS, 'copy').status ?? {};
    assert.deepEqual(status, {
      startTime,
      completionTime: startTime,
      succeeded: 1,
      ready: 0,
      terminating: 0,
      uncountedTerminatedPods: {},
    });
    assert.deepEqual(
      conditions.map(({ type, reason }) => [type, reason]),
      [
        ['SuccessCriteriaMet', 'CompletionsReached'],
        ['Complete', 'CompletionsReached'],
      ],
    );
    assert.equal(cluster.pods()[0]?.metadata.finalizers, undefined);
    assert.deepEqual(cluster.events('copy'), [
      `SuccessfulCreate: Created pod: ${metadata.name}`,
      'Completed: Job completed',
    ]);
  });

  it('runs no more pods at a time than its parallelism, until all completions are there', async () => {
    using cluster = new JobCluster();
    await cluster.create(JOBS, job('copy', { spec: { completions: 3, parallelism: 2 } }));
    assert.equal(cluster.active().length, 2);
    await cluster.end('succeeded');
    assert.equal(cluster.active().length, 1);
    await cluster.end('succeeded');
    assert.equal(cluster.condition('Complete'), 'CompletionsReached');
    assert.equal(cluster.get(JOBS, 'copy').status?.succeeded, 3);
  });

  for (const [podReplacementPolicy, failed, pods] of [
    ['TerminatingOrFailed', 1, 2],
    ['Failed', undefined, 1],
  ] as const) {
    it(`${podReplacementPolicy}: has ${pods} pods while a deleted one has not ended`, async () => {
      using cluster = new JobCluster();
      cluster.kubelet.holds = true;
      await cluster.create(JOBS, job('copy', { spec: { podReplacementPolicy } }));
      const { name } = cluster.pods()[0]?.metadata ?? assert.fail();
      await cluster.delete(PODS, name);
      await cluster.pass(10);
      assert.equal(cluster.get(JOBS, 'copy').status?.failed, failed);
      assert.equal(cluster.pods().length, pods);
      cluster.kubelet.put(name, 'failed');
      await cluster.pass(10);
      assert.equal(cluster.get(JOBS, 'copy').status?.failed, 1);
      assert.equal(cluster.active().length, 1);
    });
  }

  it('goes some time after its end, with its pods', async () => {
    using cluster = new JobCluster();
    await cluster.create(JOBS, job('copy', { spec: { ttlSecondsAfterFinished: 60 } }));
    await cluster.end('succeeded');
    await cluster.pass(59);
    assert.equal(cluster.list(JOBS).length, 1);
    await cluster.pass(1);
    assert.deepEqual(cluster.list(JOBS), []);
    assert.deepEqual(cluster.pods(), []);
  });

  it('lets its pods go when it is deleted', async () => {
    using cluster = new JobCluster();
    await cluster.create(JOBS, job('copy', { spec: { parallelism: 2 } }));
    await cluster.delete(JOBS, 'copy');
    assert.deepEqual(cluster.pods(), []);
  });

  it('has no pods while it is suspended', async () => {
    using cluster = new JobCluster();
    await cluster.create(JOBS, job('copy', { spec: { suspend: true } }));
    assert.equal(cluster.active().length, 0);
    assert.equal(cluster.get(JOBS, 'copy').status?.startTime, undefined);
    assert.equal(cluster.condition('Suspended'), 'JobSuspended');
    await cluster.update(JOBS, 'copy', spec({ suspend: false }));
    assert.equal(cluster.active().length, 1);
    await cluster.update(JOBS, 'copy', spec({ suspend: true }));
    assert.equal(cluster.pods().length, 0);
    assert.equal(cluster.get(JOBS, 'copy').status?.failed, undefined);
  });
});
