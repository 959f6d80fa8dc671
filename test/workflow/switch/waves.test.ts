import assert from 'node:assert/strict';
import type { SwitchInput } from '../../../src/workflow/switch/switch-input.ts';
import { changeLog } from '../../support/builders/change-log.ts';
import { plannedChange } from '../../support/builders/planned-change.ts';
import { deployment } from '../../support/builders/workloads.ts';
import { InMemoryCluster } from '../../support/in-memory-cluster.ts';
import { deploymentStatus, READY } from '../rollout/controllers.ts';
import { image, moved, named, outcomes, runSwitch } from './switch-run.ts';

describe('switchWorkloads: waves', () => {
  const objects = [named('a', 'one'), named('b', 'two'), named('c', 'three')];
  const sick = (name: string): InMemoryCluster => {
    const cluster = new InMemoryCluster(objects);
    cluster.statusOf = deploymentStatus([moved(name)]);
    return cluster;
  };
  const changes = objects.map((object) => plannedChange(object));
  const canary = { canary: true, size: 1, namespaces: ['two'] };
  const cases: readonly [string, string, Partial<SwitchInput>, Record<string, string>][] = [
    [
      'halt after the canary, nothing else is touched',
      'a',
      { waves: canary },
      { a: 'rolled-back', b: 'not-started', c: 'not-started' },
    ],
    [
      'halt at a later wave, the earlier ones stay',
      'b',
      { waves: canary },
      { a: 'switched', b: 'rolled-back', c: 'not-started' },
    ],
    [
      'go on where the user says so',
      'b',
      { waves: canary, onFailure: 'continue' },
      { a: 'switched', b: 'rolled-back', c: 'switched' },
    ],
    [
      'are all put back where the user says so',
      'b',
      { waves: canary, onFailure: 'rollback-all' },
      { a: 'rolled-back', b: 'rolled-back', c: 'not-started' },
    ],
  ];
  for (const [name, broken, input, expected] of cases) {
    it(name, async () => {
      const cluster = sick(broken);
      assert.deepEqual(outcomes(await runSwitch(cluster, changes, input)), expected);
      for (const object of objects) {
        const now = JSON.stringify(cluster.read(object));
        const isSwitched = expected[object.metadata.name] === 'switched';
        assert.equal(now.includes(moved(object.metadata.name)), isSwitched, object.metadata.name);
      }
    });
  }

  it('take back also what was not ready before, and wait for it no longer', async () => {
    const ill = deployment({ name: 'ill', namespace: 'one', image: image('ill'), status: {} });
    const cluster = new InMemoryCluster([ill, named('b', 'two')]);
    cluster.statusOf = deploymentStatus([image('ill'), moved('ill'), moved('b')]);
    const both = [plannedChange(ill), plannedChange(named('b', 'two'))];
    const report = await runSwitch(cluster, both, { onFailure: 'rollback-all' });
    assert.deepEqual(outcomes(report), { ill: 'rolled-back', b: 'rolled-back' });
    assert.equal(report.workloads[0]?.message, 'the run failed; rolled back, not ready as before');
    assert.deepEqual(cluster.read(ill).spec, ill.spec);
  });

  it('take back also what the run had switched before it was resumed', async () => {
    const images = [{ slot: 'container', name: 'app', from: image('z'), to: moved('z') }] as const;
    const annotations = changeLog([{ run: 'r', images }]);
    const z = deployment({ name: 'z', namespace: 'one', image: moved('z'), annotations, status: READY });
    const cluster = new InMemoryCluster([z, named('b', 'two')]);
    cluster.statusOf = deploymentStatus([moved('b')]);
    const before = [
      { workload: plannedChange(z).workload, outcome: 'switched', images, message: '' },
    ] as const;
    const changes = [plannedChange(named('b', 'two'))];
    const report = await runSwitch(cluster, changes, { onFailure: 'rollback-all', before });
    assert.deepEqual(outcomes(report), { z: 'rolled-back', b: 'rolled-back' });
    assert.ok(!JSON.stringify(cluster.read(z)).includes(moved('z')));
  });

  it('tell every outcome as soon as it is known', async () => {
    const told: string[] = [];
    const onOutcome: SwitchInput['onOutcome'] = ({ workload, outcome }) =>
      told.push(`${workload.name} ${outcome}`);
    await runSwitch(sick('b'), changes, { waves: canary, onFailure: 'rollback-all', onOutcome });
    assert.deepEqual(told, ['a switched', 'b rolled-back', 'c not-started', 'a rolled-back']);
  });

  it('put back what does not stay ready, and halt', async () => {
    const cluster = new InMemoryCluster(objects);
    const restarting = setInterval(() => {
      const [first] = objects;
      if (first === undefined || !JSON.stringify(cluster.read(first)).includes(moved('a'))) return;
      cluster.put({ ...cluster.read(first), status: { ...READY, availableReplicas: 0 } });
      clearInterval(restarting);
    }, 5);
    const report = await runSwitch(cluster, changes, { waves: canary, settleSeconds: 0.1 });
    assert.deepEqual(outcomes(report), { a: 'failed', b: 'not-started', c: 'not-started' });
    assert.match(report.workloads[0]?.message ?? '', /became ready, then unready/);
  });
});
