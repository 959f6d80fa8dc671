import assert from 'node:assert/strict';
import { AFTER_ANNOTATION } from '../../../src/domain/inventory/workload.ts';
import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';
import type { SwitchInput } from '../../../src/workflow/switch/switch-input.ts';
import { plannedChange, planWith } from '../../support/builders/planned-change.ts';
import { deployment } from '../../support/builders/workloads.ts';
import { InMemoryCluster } from '../../support/in-memory-cluster.ts';
import { deploymentStatus, READY } from '../rollout/controllers.ts';
import { image, moved, outcomes, runSwitch } from './switch-run.ts';

function after(name: string, before?: string): KubernetesObject {
  const annotations = before === undefined ? {} : { [AFTER_ANNOTATION]: `deployment/${before}` };
  return deployment({ name, image: image(name), annotations, status: READY });
}

/** `web` waits for `api`, which waits for `db`; `other` for nothing. */
const OBJECTS = { web: after('web', 'api'), api: after('api', 'db'), db: after('db'), other: after('other') };
const objects = Object.values(OBJECTS);
const [web, api, db, other] = [
  plannedChange(OBJECTS.web),
  plannedChange(OBJECTS.api),
  plannedChange(OBJECTS.db),
  plannedChange(OBJECTS.other),
];
const KEPT = 'which goes before it, was not switched';

describe('switchWorkloads: what waits for another', () => {
  it('stays as it is when that was not switched, also where the run goes on', async () => {
    const cluster = new InMemoryCluster(objects);
    cluster.statusOf = deploymentStatus([moved('db')]);
    const report = await runSwitch(cluster, [web, api, db, other], { onFailure: 'continue' });
    assert.deepEqual(outcomes(report), {
      web: 'not-started',
      api: 'not-started',
      db: 'rolled-back',
      other: 'switched',
    });
    assert.equal(report.workloads[0]?.message, `Deployment shop/api, ${KEPT}`);
    assert.equal(report.workloads[1]?.message, `Deployment shop/db, ${KEPT}`);
    assert.ok(!JSON.stringify(cluster.read(OBJECTS.api)).includes(moved('api')));
  });

  it('stays as it is when the images of that are not proven', async () => {
    const unproven = new Map([[moved('db'), 'not at the target']]);
    const report = await runSwitch(new InMemoryCluster(objects), [api, db, other], { unproven });
    assert.deepEqual(outcomes(report), { api: 'not-started', db: 'left-alone', other: 'switched' });
  });

  const leftAlone = (code: 'gitops' | 'finished'): Partial<SwitchInput> => ({
    plan: planWith([api, other], {
      leftAlone: [{ workload: db.workload, managedBy: [], images: [], code, reason: '' }],
    }),
  });

  it('stays as it is when the plan leaves that alone', async () => {
    const report = await runSwitch(new InMemoryCluster(objects), [], leftAlone('gitops'));
    assert.deepEqual(outcomes(report), { api: 'not-started', other: 'switched' });
    assert.equal(report.workloads[0]?.message, `Deployment shop/db, ${KEPT}`);
  });

  it('goes when that has run to its end', async () => {
    const report = await runSwitch(new InMemoryCluster(objects), [], leftAlone('finished'));
    assert.deepEqual(outcomes(report), { api: 'switched', other: 'switched' });
  });

  it('goes when that is gone', async () => {
    const report = await runSwitch(new InMemoryCluster([OBJECTS.api]), [api, db]);
    assert.deepEqual(outcomes(report), { api: 'switched', db: 'gone' });
  });
});
