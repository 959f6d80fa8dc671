import assert from 'node:assert/strict';
import { planExtent } from '../../../src/domain/plan/plan-extent.ts';
import { anExtent } from '../../support/builders/extent.ts';
import { plannedChange, planWith } from '../../support/builders/planned-change.ts';
import { plannedCopy } from '../../support/builders/planned-copy.ts';
import { digestOf } from '../../support/builders/pod.ts';
import { cronJob, deployment } from '../../support/builders/workloads.ts';

const COPY = plannedCopy('old.example/a:1', 'new.example/a:1', digestOf('a'));

describe('planExtent', () => {
  it('names the workloads, and each namespace that gains a pull Secret once', () => {
    const changes = [
      plannedChange(deployment({ name: 'web' }), ['target']),
      plannedChange(deployment({ name: 'cart' }), ['target']),
      plannedChange(cronJob({ namespace: 'data' })),
    ];
    const extent = planExtent(planWith(changes), anExtent());
    assert.deepEqual(
      extent.changes,
      changes.map(({ workload }) => workload),
    );
    assert.deepEqual(extent.pullSecrets, [{ namespace: 'shop', name: 'target' }]);
  });

  for (const present of [true, false]) {
    it(`${present ? 'sees that nothing is' : 'sees what is'} to be copied`, () => {
      const plan = planWith([], { copies: [{ ...COPY, present }] });
      assert.equal(planExtent(plan, anExtent()).copies, !present);
    });
  }
});
