import assert from 'node:assert/strict';
import type { PinContext } from '../../../src/domain/plan/pinning.ts';
import { prometheus } from '../../support/builders/custom-resource.ts';
import { cronJob, deployment } from '../../support/builders/workloads.ts';
import { fates, planOf } from './plan-of.ts';
import { RUNNING, SOURCE, TAG, TARGET } from './shop-web.ts';

describe('buildPlan: whether images are written with their digest', () => {
  const objects = [
    deployment({ name: 'web', image: SOURCE }),
    cronJob({ name: 'nightly', image: SOURCE }),
    prometheus({ name: 'main', image: SOURCE }),
  ];
  const [plain, pinned] = [TARGET, `${TARGET}@${TAG}`];
  const cases: readonly [string, PinContext, Readonly<Record<string, string>>][] = [
    [
      'pins everything but custom resources where others can push',
      { policy: 'auto', isShared: true },
      { web: pinned, nightly: pinned, main: plain },
    ],
    [
      'pins nothing where nobody else can push',
      { policy: 'auto', isShared: false },
      { web: plain, nightly: plain, main: plain },
    ],
    [
      'pins custom resources too when always is wished',
      { policy: 'always', isShared: false },
      { web: pinned, nightly: pinned, main: pinned },
    ],
    [
      'pins nothing when never is wished',
      { policy: 'never', isShared: true },
      { web: plain, nightly: plain, main: plain },
    ],
  ];
  for (const [name, pin, expected] of cases) {
    it(name, () => {
      const plan = planOf(objects, { pin, source: { [SOURCE]: TAG } });
      assert.deepEqual(fates(plan), expected);
      assert.deepEqual(
        plan.copies.map(({ target }) => target),
        [TARGET],
      );
    });
  }

  it('pins to what was decided, not to what the tag says', () => {
    const image = 'old.example/shop/web';
    const plan = planOf([deployment({ image })], {
      pin: { policy: 'always', isShared: false },
      source: { [`${image}:latest`]: TAG },
    });
    assert.deepEqual(fates(plan), { web: `new.example/shop/web@${TAG}` });
  });

  it('keeps the form of what is pinned already', () => {
    const image = `${SOURCE}@${RUNNING}`;
    const never = { policy: 'never', isShared: true } as const;
    const always = { policy: 'always', isShared: true } as const;
    for (const pin of [never, always]) {
      assert.deepEqual(fates(planOf([deployment({ image })], { pin })), { web: `${TARGET}@${RUNNING}` });
    }
  });

  it('finds nothing to do where an image is pinned at the target', () => {
    const plan = planOf([deployment({ image: pinned })], { pin: { policy: 'always', isShared: true } });
    assert.deepEqual([plan.copies, plan.changes, plan.leftAlone], [[], [], []]);
  });
});
