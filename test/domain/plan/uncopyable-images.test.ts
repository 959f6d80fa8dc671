import assert from 'node:assert/strict';
import { deployment } from '../../support/builders/workloads.ts';
import { fates, planOf } from './plan-of.ts';
import { at, OTHER, RUNNING, running, SOURCE, TAG, TARGET } from './shop-web.ts';

describe('buildPlan: what cannot be copied', () => {
  it('leaves exactly those alone that need a deleted image', () => {
    const gone = 'old.example/shop/gone:1';
    const objects = [
      deployment({ name: 'whole' }),
      deployment({ name: 'half', containers: { app: SOURCE, log: gone } }),
      deployment({ name: 'gone', image: gone }),
    ];
    const plan = planOf(objects, { source: { [SOURCE]: TAG, [gone]: 'absent' } });
    assert.deepEqual(fates(plan), { whole: TARGET, half: 'no-digest', gone: 'no-digest' });
    assert.deepEqual(
      plan.copies.map(({ target }) => target),
      [TARGET],
    );
  });

  it('takes what runs for deleted when the source no longer has it', () => {
    const plan = planOf(running({}, [at(RUNNING)]), {
      source: { [SOURCE]: TAG, [`${SOURCE}@${RUNNING}`]: 'absent' },
    });
    assert.deepEqual(fates(plan), { web: 'no-digest' });
    assert.match(plan.leftAlone[0]?.reason ?? '', /the source no longer has .*/);
  });

  it('needs no source for what is at the target already', () => {
    const plan = planOf(running({}, [at(RUNNING)]), {
      source: { [SOURCE]: 'absent', [`${SOURCE}@${RUNNING}`]: 'absent' },
      target: { [TARGET]: RUNNING },
    });
    assert.deepEqual(
      plan.copies.map(({ present }) => present),
      [true],
    );
    assert.deepEqual(fates(plan), { web: TARGET });
  });

  it('leaves a target tag alone that has another image', () => {
    const plan = planOf([deployment()], { source: { [SOURCE]: TAG }, target: { [TARGET]: OTHER } });
    assert.deepEqual([plan.copies, fates(plan)], [[], { web: 'target-differs' }]);
    assert.match(plan.leftAlone[0]?.reason ?? '', /--overwrite/);
  });

  it('replaces it with --overwrite', () => {
    const plan = planOf([deployment()], {
      overwrite: true,
      source: { [SOURCE]: TAG },
      target: { [TARGET]: OTHER },
    });
    assert.deepEqual(
      plan.copies.map(({ digest, present }) => [digest, present]),
      [[TAG, false]],
    );
    assert.deepEqual(fates(plan), { web: TARGET });
  });

  it('leaves alone what the target does not tell about', () => {
    const plan = planOf([deployment()], { source: { [SOURCE]: TAG }, target: { [TARGET]: 'not allowed' } });
    assert.deepEqual(
      plan.leftAlone.map(({ code, reason }) => [code, reason]),
      [['no-digest', `${TARGET}: not allowed`]],
    );
  });
});
