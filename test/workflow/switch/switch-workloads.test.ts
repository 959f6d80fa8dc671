import assert from 'node:assert/strict';
import { DEPLOYMENTS } from '../../../src/domain/kubernetes/resource.ts';
import { plannedChange } from '../../support/builders/planned-change.ts';
import { deployment } from '../../support/builders/workloads.ts';
import { InMemoryCluster } from '../../support/in-memory-cluster.ts';
import { recordedWork } from '../../support/recorded-work.ts';
import { deploymentStatus, READY } from '../rollout/controllers.ts';
import { image, moved, named, outcomes, runSwitch } from './switch-run.ts';

describe('switchWorkloads', () => {
  it('leaves those alone whose images are not proven', async () => {
    const both = deployment({ name: 'both', containers: { a: image('a'), b: image('b') }, status: READY });
    const cluster = new InMemoryCluster([named('a'), named('b'), both]);
    const changes = [named('a'), named('b'), both].map((object) => plannedChange(object));
    const report = await runSwitch(cluster, changes, {
      unproven: new Map([[moved('b'), 'it is not there']]),
    });
    assert.deepEqual(outcomes(report), { a: 'switched', b: 'left-alone', both: 'left-alone' });
    assert.equal(report.workloads[1]?.message, `${moved('b')}: it is not there`);
    assert.deepEqual(cluster.writes, ['patch deployments.apps shop/a']);
  });

  it('gives nobody the image of another, who names it since the plan was made', async () => {
    const theirs = named('secret', 'bank');
    const ours = named('web', 'evil');
    const cluster = new InMemoryCluster([
      theirs,
      deployment({ name: 'web', namespace: 'evil', image: image('secret'), status: READY }),
    ]);
    const report = await runSwitch(
      cluster,
      [theirs, ours].map((object) => plannedChange(object)),
    );
    assert.deepEqual(outcomes(report), { secret: 'switched', web: 'left-alone' });
    assert.deepEqual(cluster.writes, ['patch deployments.apps bank/secret']);
  });

  it('stops the spread at the first workload that fails, and puts its wave back', async () => {
    const objects = ['a', 'b', 'c', 'd'].map((name) => named(name));
    const cluster = new InMemoryCluster(objects);
    cluster.statusOf = deploymentStatus([moved('b')]);
    const work = recordedWork();
    const report = await runSwitch(
      cluster,
      objects.map((object) => plannedChange(object)),
      {},
      work,
    );
    assert.deepEqual(outcomes(report), {
      a: 'rolled-back',
      b: 'rolled-back',
      c: 'not-started',
      d: 'not-started',
    });
    assert.match(report.workloads[0]?.message ?? '', /^Deployment shop\/b of its wave failed; rolled back: /);
    assert.deepEqual(
      work.ends.map((end) => end.split(':')[0]),
      [
        'Deployment shop/a done',
        'Deployment shop/b failed',
        'Deployment shop/c skipped',
        'Deployment shop/d skipped',
        'Deployment shop/a, rolled back done',
      ],
    );
    assert.ok(!cluster.writes.some((write) => /\/[cd]$/.test(write)));
  });

  it('stops the spread at an error of the server, which it tells', async () => {
    const objects = [named('a'), named('b')];
    const cluster = new InMemoryCluster(objects);
    cluster.refuse('patch', DEPLOYMENTS, 'forbidden');
    const report = await runSwitch(
      cluster,
      objects.map((object) => plannedChange(object)),
    );
    assert.deepEqual(outcomes(report), { a: 'failed', b: 'not-started' });
    assert.equal(report.workloads[0]?.message, 'the server said forbidden');
  });

  it('goes on after a workload that was never healthy', async () => {
    const sick = deployment({ name: 'a', image: image('a'), status: {} });
    const cluster = new InMemoryCluster([sick, named('b')]);
    const report = await runSwitch(cluster, [plannedChange(sick), plannedChange(named('b'))]);
    assert.deepEqual(outcomes(report), { a: 'unhealthy', b: 'switched' });
  });
});
