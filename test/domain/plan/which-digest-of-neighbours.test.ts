import assert from 'node:assert/strict';
import type { Digest } from '../../../src/domain/image/reference.ts';
import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';
import { changeLog } from '../../support/builders/change-log.ts';
import { type WorkloadShape } from '../../support/builders/workloads.ts';
import { fates, planOf } from './plan-of.ts';
import { at, OTHER, RUNNING, running, SOURCE, TAG, TARGET } from './shop-web.ts';

describe('buildPlan: what a move that was interrupted has left', () => {
  const idle = running({ name: 'idle' }, []);
  const down = { source: { [SOURCE]: 'it is down' }, target: { [TARGET]: RUNNING } };

  it('is copied as its neighbours run it that were moved before, where the source cannot be reached', () => {
    const plan = planOf([...movedTo(RUNNING), ...idle], down);
    assert.deepEqual(fates(plan), { idle: TARGET });
    assert.deepEqual(
      plan.copies.map(({ digest, present }) => ({ digest, present })),
      [{ digest: RUNNING, present: true }],
    );
  });

  it('is copied so too where a webhook has pinned or rewritten what they were moved to', () => {
    const image = 'mirror.example/shop/web:1';
    const images = [
      { slot: 'container', name: 'app', from: SOURCE, to: TARGET, stands: image, digest: RUNNING },
    ] as const;
    const moved = { name: 'moved', image, annotations: changeLog([{ images }]) };
    const plan = planOf([...running(moved, [`mirror.example/shop/web@${RUNNING}`]), ...idle], down);
    assert.deepEqual(fates(plan), { idle: TARGET });
  });

  const cases: readonly [string, readonly KubernetesObject[], Parameters<typeof planOf>[1]][] = [
    ['those neighbours are of another namespace', movedTo(RUNNING, { namespace: 'evil' }), down],
    ['their pods run something else than was moved', movedTo(RUNNING, {}, OTHER), down],
    ['they disagree', [...movedTo(RUNNING), ...movedTo(OTHER, { name: 'other' })], down],
    ['they were set to something else since', movedTo(RUNNING, { image: 'new.example/shop/web:2' }), down],
    ['the user wants the tag', movedTo(RUNNING), { ...down, drift: 'tag' }],
    ['the source says that it is gone', movedTo(RUNNING), { ...down, source: { [SOURCE]: 'absent' } }],
  ];
  for (const [when, moved, shape] of cases) {
    it(`is left alone when ${when}`, () => {
      assert.deepEqual(fates(planOf([...moved, ...idle], shape)), { idle: 'no-digest' });
    });
  }

  /** A workload that was moved with a digest, and a pod of it that runs one. */
  function movedTo(
    digest: Digest,
    shape: WorkloadShape = {},
    runs: Digest = digest,
  ): readonly KubernetesObject[] {
    const images = [{ slot: 'container', name: 'app', from: SOURCE, to: TARGET, digest }] as const;
    const moved = { name: 'moved', image: TARGET, annotations: changeLog([{ images }]), ...shape };
    return running(moved, [`new.example/shop/web@${runs}`]);
  }
});

describe('buildPlan: one tag in several namespaces', () => {
  const crowd = running({ namespace: 'evil', name: 'crowd' }, [at(OTHER), at(OTHER), at(OTHER)]);
  const web = running({ name: 'web' }, [at(TAG)]);
  const idle = running({ name: 'idle' }, []);

  it('means what the source says where any pod runs that, however many run something else', () => {
    const plan = planOf([...crowd, ...web, ...idle], { source: { [SOURCE]: TAG } });
    assert.deepEqual(fates(plan), { crowd: 'drift', web: TARGET, idle: TARGET });
    assert.deepEqual(
      plan.copies.map(({ digest }) => digest),
      [TAG],
    );
  });

  it('means what most namespaces run where the tag has moved on, not most pods', () => {
    const objects = [
      ...crowd,
      ...running({ namespace: 'bank', name: 'bank' }, [at(RUNNING)]),
      ...running({ name: 'web' }, [at(RUNNING)]),
    ];
    const plan = planOf(objects, { source: { [SOURCE]: TAG } });
    assert.deepEqual(fates(plan), { crowd: 'drift', web: TARGET, bank: TARGET });
  });

  for (const [what, tag] of [
    ['says something else', TAG],
    ['is gone', 'absent'],
    ['cannot be asked for', 'it is down'],
  ] as const) {
    it(`is decided by nobody else for what runs nothing where the tag ${what}`, () => {
      const plan = planOf([...crowd, ...idle], { source: { [SOURCE]: tag } });
      assert.deepEqual(fates(plan), { crowd: TARGET, idle: 'drift' });
      assert.match(plan.leftAlone[0]?.reason ?? '', /start it, or choose --drift tag/);
    });
  }

  it('is what its neighbours run, for what runs nothing, where nobody can tell what the tag says', () => {
    const plan = planOf([...web, ...idle], { source: { [SOURCE]: 'it is down' } });
    assert.deepEqual(fates(plan), { web: TARGET, idle: TARGET });
  });
});
