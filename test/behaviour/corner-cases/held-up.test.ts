/** What stands in the way of a rollout and is not ours to remove: it is named, and what was up stays up. */
import assert from 'node:assert/strict';
import { until } from '../../cluster/deadline.ts';
import { buildable, placeOf } from '../builders/buildable.ts';
import { deployment } from '../builders/deployment.ts';
import { disruptionBudget, setAllowance } from '../builders/pod-disruption-budget.ts';
import { replicaSet } from '../builders/replica-set.ts';
import { withClosed } from '../harness/closed-node.ts';
import { imagesNamedIn } from '../harness/images-named-in.ts';
import { PODS, RESOURCE_QUOTAS } from '../harness/kinds.ts';
import { loseLayer } from '../harness/lose-layer.ts';
import { assertExit, EXIT } from '../harness/outcome.ts';
import { jobFlags, move } from '../harness/product.ts';
import { isReal } from '../harness/the-cluster.ts';
import { assertAsItWas, migrateOne, openScene } from './scene.ts';

describe('a rollout that is held up', () => {
  it('by a quota: the quota is named, and the workload put back', async () => {
    await using scene = await openScene('quota');
    const { site, namespace, place } = scene;
    await site.start(deployment({ ...place, name: 'web' }));
    const quota = buildable(RESOURCE_QUOTAS, {
      metadata: { namespace, name: 'tight' },
      spec: { hard: { pods: '1' } },
    });
    await site.apply(quota);
    await until('the quota to be counted', 30, async () => {
      const found = await site.api.get(RESOURCE_QUOTAS, placeOf(quota));
      return found?.status?.used?.pods === '1' ? true : undefined;
    });
    const { outcome, message, evidence = [] } = await migrateOne(scene, 'web', ['--timeout', '5s']);
    assert.equal(outcome, 'rolled-back', message);
    assert.match(message, /exceeded quota: tight/);
    assert.match(evidence.join('\n'), /exceeded quota: tight/);
    await assertAsItWas(scene, 'web');
  });

  it('by its own progress deadline: nobody waits for the end of --timeout', async () => {
    await using scene = await openScene('deadline');
    const { site, app, place } = scene;
    // The time of the sandbox runs 20 times as fast.
    const progressDeadlineSeconds = isReal() ? 8 : 100;
    const web = deployment({ ...place, name: 'web', spec: { progressDeadlineSeconds } });
    const [first = '', ...others] = site.cluster.nodes;
    await withClosed(site.api, others, async () => site.start(web));
    assertExit(await move(site, ['copy', '--yes', ...jobFlags(site)]), EXIT.done);
    await loseLayer(site.cluster.target, app.repository, '1');
    await withClosed(site.api, [first], async () => {
      const { outcome, message } = await migrateOne(scene, 'web', ['--timeout', '10m']);
      assert.equal(outcome, 'rolled-back', message);
      assert.match(message, /has timed out progressing\.; pod web-\S+: container app cannot pull/);
    });
    await assertAsItWas(scene, 'web');
  });

  it('by a disruption budget: it is named, not violated, and the workload is put back', async () => {
    await using scene = await openScene('budget');
    const { site, namespace, app, place } = scene;
    await site.start(replicaSet({ ...place, name: 'bare' }));
    const budget = disruptionBudget({ namespace, name: 'bare' }, 1);
    await site.apply(budget);
    await setAllowance(site.api, budget, { healthy: 1, wished: 1 });
    const [before] = await site.api.list(PODS, namespace);
    const { outcome, message } = await migrateOne(scene, 'bare', ['--timeout', '4s']);
    assert.equal(outcome, 'rolled-back', message);
    assert.match(message, /1 pod still to be replaced: .*The disruption budget bare needs 1 healthy pods/);
    const now = await site.api.list(PODS, namespace);
    assert.deepEqual(
      now.map(({ metadata, spec }) => [metadata?.uid, imagesNamedIn(spec)]),
      [[before?.metadata?.uid, [app.reference]]],
    );
  });
});
