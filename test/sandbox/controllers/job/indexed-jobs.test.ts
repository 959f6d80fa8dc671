import assert from 'node:assert/strict';
import { JOBS } from '../../../../src/sandbox/objects/api-resources.ts';
import { job, spec } from '../builders.ts';
import { INDEX, indexOf, JobCluster } from '../job-cluster.ts';

describe('Job controller: by index', () => {
  const indexed = (fields: object = {}) =>
    job('copy', { spec: { completionMode: 'Indexed', completions: 3, parallelism: 3, ...fields } });

  it('tells each pod its index', async () => {
    using cluster = new JobCluster();
    await cluster.create(JOBS, indexed());
    assert.deepEqual(cluster.active().map(indexOf), ['0', '1', '2']);
    const { metadata, spec: told } = cluster.active()[1] ?? assert.fail();
    assert.match(metadata.name, /^copy-1-[a-z0-9]{5}$/);
    assert.equal(metadata.labels?.[INDEX], '1');
    assert.equal(told?.hostname, 'copy-1');
    const [variable] = told.containers[0]?.env ?? [];
    assert.equal(variable?.name, 'JOB_COMPLETION_INDEX');
    assert.equal(variable.valueFrom?.fieldRef?.fieldPath, `metadata.labels['${INDEX}']`);
  });

  it('tells which indexes are done, and runs only the others again', async () => {
    using cluster = new JobCluster();
    await cluster.create(JOBS, indexed());
    await cluster.end('succeeded', '0');
    await cluster.end('failed', '1');
    await cluster.end('succeeded', '2');
    assert.equal(cluster.get(JOBS, 'copy').status?.completedIndexes, '0,2');
    await cluster.pass(10);
    assert.deepEqual(cluster.active().map(indexOf), ['1']);
    await cluster.end('succeeded', '1');
    assert.equal(cluster.get(JOBS, 'copy').status?.completedIndexes, '0-2');
    assert.equal(cluster.condition('Complete'), 'CompletionsReached');
  });

  it('fails the index that fails too often, and the Job once the others are done', async () => {
    using cluster = new JobCluster();
    await cluster.create(JOBS, indexed({ backoffLimitPerIndex: 1 }));
    await cluster.end('failed', '1');
    await cluster.pass(10);
    assert.deepEqual(
      cluster
        .active()
        .map(({ metadata }) => metadata.annotations?.['batch.kubernetes.io/job-index-failure-count']),
      ['0', '1', '0'],
    );
    await cluster.end('failed', '1');
    assert.equal(cluster.get(JOBS, 'copy').status?.failedIndexes, '1');
    assert.equal(cluster.condition('Failed'), undefined);
    await cluster.end('succeeded');
    assert.equal(cluster.condition('Failed'), 'FailedIndexes');
    const { completedIndexes, failed } = cluster.get(JOBS, 'copy').status ?? {};
    assert.deepEqual({ completedIndexes, failed }, { completedIndexes: '0,2', failed: 2 });
  });

  it('ends the pods of indexes that it no longer has', async () => {
    using cluster = new JobCluster();
    await cluster.create(JOBS, indexed());
    await cluster.update(JOBS, 'copy', spec({ completions: 2, parallelism: 2 }));
    assert.deepEqual(cluster.active().map(indexOf), ['0', '1']);
  });
});
