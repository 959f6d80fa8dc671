import assert from 'node:assert/strict';
import { deployment } from '../../support/builders/workloads.ts';
import { fates, planOf } from './plan-of.ts';
import { SOURCE, TAG, TARGET } from './shop-web.ts';

describe('buildPlan: a target that hides what it has', () => {
  const api = ['old.example/shop/api:1', 'new.example/shop/api:1'] as const;
  const objects = [deployment(), deployment({ name: 'api', image: api[0] })];
  const plan = planOf(objects, {
    source: { [SOURCE]: TAG, [api[0]]: TAG },
    target: { [TARGET]: 'hidden: it denies web', [api[1]]: 'hidden: it denies api' },
  });

  it('is moved to: the copy decides', () => {
    assert.deepEqual(fates(plan), { web: TARGET, api: api[1] });
    assert.deepEqual(
      plan.copies.map(({ target, present, hidden }) => [target, present, hidden]),
      [
        [api[1], false, true],
        [TARGET, false, true],
      ],
    );
  });

  it('is told once for a host', () => {
    assert.deepEqual(plan.warnings, [
      'not visible to this login; the copy will show: it denies api; also for 1 more image',
    ]);
  });

  it('is another thing than one that has nothing', () => {
    const empty = planOf([deployment()], { source: { [SOURCE]: TAG }, target: { [TARGET]: 'absent' } });
    assert.deepEqual(
      empty.copies.map(({ hidden }) => hidden),
      [undefined],
    );
    assert.deepEqual(empty.warnings, []);
  });
});
