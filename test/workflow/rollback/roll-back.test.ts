import assert from 'node:assert/strict';
import { RECORD_ANNOTATION } from '../../../src/domain/change/record.ts';
import { ExpectedError } from '../../../src/domain/errors.ts';
import { STATEFUL_SETS } from '../../../src/domain/kubernetes/resource.ts';
import { cronJob, deployment, job, replicaSet, statefulSet } from '../../support/builders/workloads.ts';
import { InMemoryCluster } from '../../support/in-memory-cluster.ts';
import { NEW, OLD, outcomes, runRollback, switched } from './rollback-run.ts';

describe('rollBack', () => {
  it('puts back what carries a record, and only that', async () => {
    const cron = cronJob({ name: 'cron', ...switched });
    const cluster = new InMemoryCluster([
      deployment({ name: 'web', ...switched }),
      cron,
      deployment({ name: 'other', image: NEW }),
    ]);
    const report = await runRollback(cluster);
    assert.deepEqual(outcomes(report), { web: 'rolled-back', cron: 'rolled-back' });
    assert.deepEqual(cluster.read(deployment()).spec, deployment({ image: OLD }).spec);
    assert.deepEqual(cluster.read(deployment()).metadata.annotations, {});
    assert.deepEqual(cluster.read(cron).spec, cronJob({ name: 'cron', image: OLD }).spec);
  });

  it('leaves the ReplicaSets to their Deployment, whose annotations they carry too', async () => {
    const web = deployment({ name: 'web', ...switched });
    const cluster = new InMemoryCluster([web, replicaSet({ name: 'web-1', ...switched, owner: web })]);
    assert.deepEqual(outcomes(await runRollback(cluster)), { web: 'rolled-back' });
  });

  it('puts back a ReplicaSet whose controller only bears the name of a Deployment', async () => {
    const owner = { ...deployment({ name: 'web' }), apiVersion: 'apps.example/v1' };
    const status = { replicas: 1, readyReplicas: 1, observedGeneration: 1000 };
    const cluster = new InMemoryCluster([replicaSet({ name: 'web-1', ...switched, owner, status })]);
    assert.deepEqual(outcomes(await runRollback(cluster)), { 'web-1': 'rolled-back' });
  });

  it('leaves the Jobs of a CronJob to it', async () => {
    const cron = cronJob({ name: 'cron', ...switched });
    const cluster = new InMemoryCluster([cron, job({ name: 'cron-1', ...switched, owner: cron })]);
    assert.deepEqual(outcomes(await runRollback(cluster)), { cron: 'rolled-back' });
  });

  it('does nothing the second time, and has nothing to warn of', async () => {
    const cluster = new InMemoryCluster([deployment(switched)]);
    await runRollback(cluster);
    const { workloads, warnings } = await runRollback(cluster);
    assert.deepEqual([workloads, warnings], [[], []]);
    assert.equal(cluster.writes.length, 1);
  });

  it('leaves out namespaces in which nothing may be written, with the reason', async () => {
    const bank = deployment({ namespace: 'bank', name: 'vault', ...switched });
    const cluster = new InMemoryCluster([deployment({ name: 'web', ...switched }), bank]);
    const leftOut = new Map([['bank', new ExpectedError('no lease in bank')]]);
    const { workloads } = await runRollback(cluster, [], {}, { leftOut });
    assert.deepEqual(
      workloads.map(({ workload, outcome, stays, kept }) => [workload.name, outcome, stays, kept]),
      [
        ['web', 'rolled-back', false, []],
        ['vault', 'kept', true, ['no lease in bank']],
      ],
    );
    assert.ok(!cluster.writes.some((write) => write.includes('vault')));
    assert.deepEqual(outcomes(await runRollback(cluster)), { vault: 'rolled-back' });
  });

  it('goes on after a failure', async () => {
    const cluster = new InMemoryCluster([
      statefulSet({ name: 'forbidden', ...switched }),
      deployment({ name: 'damaged', image: NEW, annotations: { [RECORD_ANNOTATION]: '{' } }),
      deployment({ name: 'web', ...switched }),
    ]);
    cluster.refuse('patch', STATEFUL_SETS, 'forbidden');
    assert.deepEqual(outcomes(await runRollback(cluster)), {
      forbidden: 'failed',
      damaged: 'failed',
      web: 'rolled-back',
    });
  });

  it('tells what it kept', async () => {
    const cluster = new InMemoryCluster([deployment({ ...switched, image: 'their.example/x:1' })]);
    const [result] = (await runRollback(cluster)).workloads;
    assert.deepEqual(result?.kept, ['container app was changed since to their.example/x:1']);
    assert.deepEqual(cluster.read(deployment()).spec, deployment({ image: 'their.example/x:1' }).spec);
  });
});
