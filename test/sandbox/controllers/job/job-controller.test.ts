import assert from 'node:assert/strict';
import { JOBS, PODS } from '../../../../src/sandbox/objects/api-resources.ts';
import { job, spec } from '../builders.ts';
import type { Fate } from '../kubelet-double.ts';
import { NAMESPACE, TestCluster } from '../test-cluster.ts';

const INDEX = 'batch.kubernetes.io/job-completion-index';

describe('Job controller', () => {
  let cluster: TestCluster;

  beforeEach(() => {
    cluster = new TestCluster();
    cluster.kubelet.fate = () => 'running';
  });

  afterEach(() => {
    cluster.stop();
  });

  it('runs a pod to its end and is complete', async () => {
    const started = await cluster.create(JOBS, job('copy'));
    const { startTime, ...running } = started.status ?? {};
    assert.deepEqual(running, { active: 1, ready: 0, terminating: 0, uncountedTerminatedPods: {} });
    assert.equal(startTime, '2026-03-01T10:00:00Z');
    const { metadata } = cluster.pods()[0] ?? assert.fail();
    assert.match(metadata.name, /^copy-[a-z0-9]{5}$/);
    assert.deepEqual(metadata.finalizers, ['batch.kubernetes.io/job-tracking']);
    await end('succeeded');
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
    await cluster.create(JOBS, job('copy', { spec: { completions: 3, parallelism: 2 } }));
    assert.equal(active().length, 2);
    await end('succeeded');
    assert.equal(active().length, 1);
    await end('succeeded');
    assert.equal(condition('Complete'), 'CompletionsReached');
    assert.equal(cluster.get(JOBS, 'copy').status?.succeeded, 3);
  });

  it('replaces a failed pod after a delay that grows', async () => {
    await cluster.create(JOBS, job('copy'));
    for (const delay of [10, 20, 40]) {
      await end('failed');
      await cluster.pass(delay - 1);
      assert.equal(active().length, 0, `too early after ${delay} s`);
      await cluster.pass(1);
      assert.equal(active().length, 1, `after ${delay} s`);
    }
    assert.equal(cluster.get(JOBS, 'copy').status?.failed, 3);
  });

  it('waits only shortly again after a success', async () => {
    await cluster.create(JOBS, job('copy', { spec: { completions: 3 } }));
    await end('failed');
    await cluster.pass(10);
    await end('succeeded');
    await cluster.pass(1);
    await end('failed');
    await cluster.pass(10);
    assert.equal(active().length, 1);
  });

  it('waits in the time of the sandbox', async () => {
    cluster.stop();
    cluster = new TestCluster({ speed: 10 });
    cluster.kubelet.fate = () => 'failed';
    await cluster.create(JOBS, job('copy'));
    cluster.kubelet.fate = () => 'running';
    await cluster.pass(1);
    assert.equal(active().length, 1);
  });

  it('fails when it reaches its backoff limit', async () => {
    await cluster.create(JOBS, job('copy', { spec: { backoffLimit: 1 } }));
    await end('failed');
    assert.equal(condition('Failed'), undefined);
    await cluster.pass(10);
    await end('failed');
    assert.equal(condition('FailureTarget'), 'BackoffLimitExceeded');
    assert.equal(condition('Failed'), 'BackoffLimitExceeded');
    assert.equal(cluster.get(JOBS, 'copy').status?.failed, 2);
    assert.equal(
      cluster.events('copy').at(-1),
      'BackoffLimitExceeded: Job has reached the specified backoff limit',
    );
  });

  it('replaces a pod that somebody deletes, and counts it as failed', async () => {
    await cluster.create(JOBS, job('copy'));
    const [pod] = cluster.pods();
    await cluster.delete(PODS, pod?.metadata.name ?? '');
    assert.deepEqual(cluster.pods(), []);
    await cluster.pass(10);
    assert.equal(active().length, 1);
    assert.equal(cluster.get(JOBS, 'copy').status?.failed, 1);
  });

  it('ends its pods when its time is over', async () => {
    await cluster.create(JOBS, job('copy', { spec: { activeDeadlineSeconds: 30 } }));
    await cluster.pass(29);
    assert.equal(condition('Failed'), undefined);
    await cluster.pass(1);
    assert.equal(condition('Failed'), 'DeadlineExceeded');
    assert.deepEqual(cluster.pods(), []);
  });

  it('is over only when its last pod has ended', async () => {
    cluster.kubelet.holds = true;
    await cluster.create(JOBS, job('copy', { spec: { activeDeadlineSeconds: 30 } }));
    const { name } = cluster.pods()[0]?.metadata ?? assert.fail();
    await cluster.pass(30);
    assert.equal(condition('FailureTarget'), 'DeadlineExceeded');
    assert.equal(condition('Failed'), undefined);
    assert.equal(cluster.get(JOBS, 'copy').status?.terminating, 1);
    cluster.kubelet.put(name, 'failed');
    await cluster.settle();
    assert.equal(condition('Failed'), 'DeadlineExceeded');
    assert.equal(cluster.get(JOBS, 'copy').status?.terminating, 0);
  });

  for (const [podReplacementPolicy, failed, pods] of [
    ['TerminatingOrFailed', 1, 2],
    ['Failed', undefined, 1],
  ] as const) {
    it(`${podReplacementPolicy}: has ${pods} pods while a deleted one has not ended`, async () => {
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
      assert.equal(active().length, 1);
    });
  }

  it('fails when its containers restart too often', async () => {
    const pod = { restartPolicy: 'OnFailure' };
    await cluster.create(JOBS, job('copy', { spec: { backoffLimit: 2 }, pod }));
    for (const restartCount of [1, 2]) {
      assert.equal(condition('Failed'), undefined);
      const { metadata } = cluster.pods()[0] ?? assert.fail();
      const container = { name: 'app', image: 'app:1', imageID: '', ready: false, restartCount };
      cluster.objects.updateStatus(PODS, metadata, (current) => ({
        ...current,
        status: { ...current.status, containerStatuses: [container] },
      }));
      await cluster.settle();
    }
    assert.equal(condition('Failed'), 'BackoffLimitExceeded');
  });

  it('goes some time after its end, with its pods', async () => {
    await cluster.create(JOBS, job('copy', { spec: { ttlSecondsAfterFinished: 60 } }));
    await end('succeeded');
    await cluster.pass(59);
    assert.equal(cluster.list(JOBS).length, 1);
    await cluster.pass(1);
    assert.deepEqual(cluster.list(JOBS), []);
    assert.deepEqual(cluster.pods(), []);
  });

  it('lets its pods go when it is deleted', async () => {
    await cluster.create(JOBS, job('copy', { spec: { parallelism: 2 } }));
    await cluster.delete(JOBS, 'copy');
    assert.deepEqual(cluster.pods(), []);
  });

  it('has no pods while it is suspended', async () => {
    await cluster.create(JOBS, job('copy', { spec: { suspend: true } }));
    assert.equal(active().length, 0);
    assert.equal(cluster.get(JOBS, 'copy').status?.startTime, undefined);
    assert.equal(condition('Suspended'), 'JobSuspended');
    await cluster.update(JOBS, 'copy', spec({ suspend: false }));
    assert.equal(active().length, 1);
    await cluster.update(JOBS, 'copy', spec({ suspend: true }));
    assert.equal(cluster.pods().length, 0);
    assert.equal(cluster.get(JOBS, 'copy').status?.failed, undefined);
  });

  describe('by index', () => {
    const indexed = (fields: object = {}) =>
      job('copy', { spec: { completionMode: 'Indexed', completions: 3, parallelism: 3, ...fields } });

    it('tells each pod its index', async () => {
      await cluster.create(JOBS, indexed());
      assert.deepEqual(active().map(index), ['0', '1', '2']);
      const { metadata, spec: told } = active()[1] ?? assert.fail();
      assert.match(metadata.name, /^copy-1-[a-z0-9]{5}$/);
      assert.equal(metadata.labels?.[INDEX], '1');
      assert.equal(told?.hostname, 'copy-1');
      const [variable] = told.containers[0]?.env ?? [];
      assert.equal(variable?.name, 'JOB_COMPLETION_INDEX');
      assert.equal(variable.valueFrom?.fieldRef?.fieldPath, `metadata.labels['${INDEX}']`);
    });

    it('tells which indexes are done, and runs only the others again', async () => {
      await cluster.create(JOBS, indexed());
      await end('succeeded', '0');
      await end('failed', '1');
      await end('succeeded', '2');
      assert.equal(cluster.get(JOBS, 'copy').status?.completedIndexes, '0,2');
      await cluster.pass(10);
      assert.deepEqual(active().map(index), ['1']);
      await end('succeeded', '1');
      assert.equal(cluster.get(JOBS, 'copy').status?.completedIndexes, '0-2');
      assert.equal(condition('Complete'), 'CompletionsReached');
    });

    it('fails the index that fails too often, and the Job once the others are done', async () => {
      await cluster.create(JOBS, indexed({ backoffLimitPerIndex: 1 }));
      await end('failed', '1');
      await cluster.pass(10);
      assert.deepEqual(
        active().map(({ metadata }) => metadata.annotations?.['batch.kubernetes.io/job-index-failure-count']),
        ['0', '1', '0'],
      );
      await end('failed', '1');
      assert.equal(cluster.get(JOBS, 'copy').status?.failedIndexes, '1');
      assert.equal(condition('Failed'), undefined);
      await end('succeeded');
      assert.equal(condition('Failed'), 'FailedIndexes');
      const { completedIndexes, failed } = cluster.get(JOBS, 'copy').status ?? {};
      assert.deepEqual({ completedIndexes, failed }, { completedIndexes: '0,2', failed: 2 });
    });

    it('ends the pods of indexes that it no longer has', async () => {
      await cluster.create(JOBS, indexed());
      await cluster.update(JOBS, 'copy', spec({ completions: 2, parallelism: 2 }));
      assert.deepEqual(active().map(index), ['0', '1']);
    });

    for (const [rule, ends] of [
      [{ succeededIndexes: '1' }, ['1']],
      [{ succeededCount: 2 }, ['0', '2']],
      [{ succeededIndexes: '0-1', succeededCount: 1 }, ['0']],
    ] as const) {
      it(`is complete early by the rule ${JSON.stringify(rule)}`, async () => {
        await cluster.create(JOBS, indexed({ successPolicy: { rules: [rule] } }));
        for (const which of ends) {
          assert.equal(condition('Complete'), undefined);
          await end('succeeded', which);
        }
        assert.equal(condition('Complete'), 'SuccessPolicy');
        assert.deepEqual(active(), []);
      });
    }

    it('fails with more failed indexes than are allowed', async () => {
      await cluster.create(JOBS, indexed({ backoffLimitPerIndex: 0, maxFailedIndexes: 1 }));
      await end('failed', '0');
      assert.equal(condition('Failed'), undefined);
      await end('failed', '2');
      assert.equal(condition('Failed'), 'MaxFailedIndexesExceeded');
      assert.deepEqual(
        cluster.pods().filter(({ status }) => status?.phase === 'Running'),
        [],
      );
    });
  });

  describe('with a policy for failures', () => {
    const rules = [
      { action: 'FailJob', onExitCodes: { operator: 'In', values: [42] } },
      { action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] },
    ];
    const withPolicy = job('copy', { spec: { backoffLimit: 0, podFailurePolicy: { rules } } });

    it('fails at once with an exit code that says so', async () => {
      await cluster.create(JOBS, withPolicy);
      const [pod] = cluster.pods();
      await end('failed', undefined, 42);
      assert.equal(condition('Failed'), 'PodFailurePolicy');
      const message = cluster.events('copy').at(-1);
      const where = `${NAMESPACE}/${pod?.metadata.name}`;
      assert.equal(
        message,
        `PodFailurePolicy: Container app for pod ${where} failed with exit code 42 matching FailJob rule at index 0`,
      );
    });

    it('does not count pods that were disrupted', async () => {
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
      assert.equal(active().length, 1);
      assert.equal(cluster.get(JOBS, 'copy').status?.failed, undefined);
    });
  });

  /** Lets all running pods, or the one of an index, end so. */
  async function end(fate: Fate, which?: string, exitCode?: number): Promise<void> {
    for (const pod of active().filter((one) => which === undefined || index(one) === which)) {
      cluster.kubelet.put(pod.metadata.name, fate, exitCode);
    }
    await cluster.settle();
  }

  function active() {
    const running = cluster.pods().filter(({ status }) => status?.phase === 'Running');
    return running.toSorted((a, b) => (index(a) < index(b) ? -1 : 1));
  }

  function index({ metadata }: ReturnType<TestCluster['pods']>[number]): string {
    return metadata.annotations?.[INDEX] ?? '';
  }

  function condition(type: string): string | undefined {
    return cluster
      .get(JOBS, 'copy')
      .status?.conditions?.find((one) => one.type === type && one.status === 'True')?.reason;
  }
});
