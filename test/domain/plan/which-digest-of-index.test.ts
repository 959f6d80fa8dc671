import assert from 'node:assert/strict';
import type { Digest } from '../../../src/domain/image/reference.ts';
import { changeLog } from '../../support/builders/change-log.ts';
import { digestOf } from '../../support/builders/pod.ts';
import { fates, planOf } from './plan-of.ts';
import { at, OTHER, running, SOURCE, TAG, TARGET } from './shop-web.ts';

describe('buildPlan: pods that report a manifest of an index', () => {
  const [AMD, ARM] = [digestOf('amd'), digestOf('arm')];
  const parts = new Map([[TAG, new Set([AMD, ARM])]]);
  const known = { [SOURCE]: TAG, [`${SOURCE}@${AMD}`]: AMD, [`${SOURCE}@${ARM}`]: ARM };

  const cases: readonly [string, readonly string[], Parameters<typeof planOf>[1], Digest, boolean][] = [
    ['of one platform', [at(AMD)], {}, TAG, false],
    ['of several platforms', [at(AMD), at(AMD), at(ARM)], {}, TAG, false],
    ['beside pods that report the index', [at(AMD), at(TAG)], {}, TAG, false],
    ['for a user who refuses drift', [at(AMD), at(ARM)], { drift: 'refuse' }, TAG, false],
    ['under a foreign name', [`mirror.example/x@${AMD}`], {}, TAG, false],
    ['in the minority', [at(OTHER), at(OTHER), at(AMD)], {}, OTHER, true],
    [
      'where the tag has moved on, and others report it',
      [at(AMD), at(TAG)],
      { source: { ...known, [SOURCE]: OTHER } },
      TAG,
      true,
    ],
  ];
  for (const [name, pods, shape, digest, drifts] of cases) {
    it(`run the index: ${name}`, () => {
      const plan = planOf(running({}, pods), { source: known, parts, ...shape });
      assert.deepEqual([plan.copies.map((copy) => copy.digest), plan.drift.length > 0], [[digest], drifts]);
      assert.deepEqual(fates(plan), { web: TARGET });
    });
  }

  it('know what the image is for those who are left after a move that was interrupted', () => {
    const images = [{ slot: 'container', name: 'app', from: SOURCE, to: TARGET, digest: TAG }] as const;
    const moved = { name: 'moved', image: TARGET, annotations: changeLog([{ images }]) };
    const objects = [...running(moved, [`new.example/shop/web@${AMD}`]), ...running({ name: 'idle' }, [])];
    const down = { source: { [SOURCE]: 'it is down' }, target: { [TARGET]: TAG } };
    assert.deepEqual(fates(planOf(objects, { ...down, parts })), { idle: TARGET });
  });
});
