/** The journal of a run keeps why it failed. */
import assert from 'node:assert/strict';
import { causeOfSwitch } from '../../src/commands/cause-of.ts';
import { DEPLOYMENTS } from '../../src/domain/kubernetes/resource.ts';
import type { SwitchedWorkload } from '../../src/workflow/switch/switched-workload.ts';

function became(outcome: SwitchedWorkload['outcome'], message: string, name = 'web'): SwitchedWorkload {
  return { workload: { resource: DEPLOYMENTS, namespace: 'shop', name }, outcome, images: [], message };
}

describe('the cause of the end of a run', () => {
  it('is what failed, before what was only left over', () => {
    const cause = causeOfSwitch([
      became('not-started', 'an earlier workload failed', 'late'),
      became('left-alone', 'drift', 'cart'),
      became('rolled-back', 'ImagePullBackOff:\n  denied'),
    ]);
    assert.equal(cause, 'Deployment shop/web rolled-back: ImagePullBackOff: denied');
  });

  it('counts what else failed', () => {
    const cause = causeOfSwitch([became('failed', 'a'), became('reverted', 'b', 'cart')]);
    assert.equal(cause, 'Deployment shop/web failed: a, and 1 more');
  });

  it('is nothing where nothing failed', () => {
    assert.equal(causeOfSwitch([became('switched', 'ready')]), undefined);
  });
});
