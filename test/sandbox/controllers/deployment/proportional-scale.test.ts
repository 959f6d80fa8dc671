import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Surroundings } from '../../../../src/sandbox/controllers/controller.ts';
import { deploymentWish } from '../../../../src/sandbox/controllers/deployment/deployment-wish.ts';
import { scaleAll } from '../../../../src/sandbox/controllers/deployment/proportional-scale.ts';
import type { Rollout } from '../../../../src/sandbox/controllers/deployment/rollout.ts';
import type { ReplicaSet } from '../../../../src/sandbox/controllers/kinds.ts';
import { DEPLOYMENTS, NAMESPACES, REPLICA_SETS } from '../../../../src/sandbox/objects/api-resources.ts';
import { KeptObjects } from '../../../../src/sandbox/objects/kept-objects.ts';
import { workload } from '../builders.ts';
import { manualClock } from '../manual-clock.ts';
import { NAMESPACE } from '../test-cluster.ts';

const DESIRED = 'deployment.kubernetes.io/desired-replicas';

describe('proportional scale', () => {
  it('gives all that is permitted, nothing more, to those that have pods', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 2, maxLength: 4 });
    const numbers = fc.record({ sizes, replicas: fc.integer({ min: 0, max: 40 }), surge: fc.nat(5) });
    fc.assert(
      fc.property(numbers, ({ sizes: before, replicas, surge }) => {
        const after = scaled({ before, replicas, surge });
        const sum = after.reduce((total, size) => total + size, 0);
        assert.equal(sum, replicas === 0 ? 0 : replicas + surge);
        assert.ok(after.every((size) => size >= 0));
      }),
      { numRuns: 100 },
    );
  });

  for (const { name, before, replicas, surge, after } of [
    { name: 'grows all in proportion', before: [8, 5], replicas: 15, surge: 3, after: [11, 7] },
    {
      name: 'gives what is left over to the largest',
      before: [4, 4, 5],
      replicas: 17,
      surge: 0,
      after: [5, 5, 7],
    },
    { name: 'shrinks all in proportion', before: [8, 4], replicas: 5, surge: 1, after: [4, 2] },
    { name: 'shrinks all to nothing', before: [8, 4], replicas: 0, surge: 1, after: [0, 0] },
  ]) {
    it(name, () => {
      assert.deepEqual(scaled({ before, replicas, surge }), after);
    });
  }

  it('lets the old ones go at once when the new one is complete', () => {
    const annotations = { [DESIRED]: '4' };
    assert.deepEqual(scaled({ before: [2, 4], replicas: 4, surge: 1, annotations, available: 4 }), [0, 4]);
  });
});

interface Case {
  /** Sizes, of the newest last. */
  readonly before: readonly number[];
  readonly replicas: number;
  readonly surge: number;
  readonly annotations?: Readonly<Record<string, string>>;
  /** Pods of the newest. */
  readonly available?: number;
}

/** The sizes afterwards. */
function scaled({ before, replicas, surge, annotations, available = 0 }: Case): number[] {
  const objects = new KeptObjects(manualClock());
  objects.create(NAMESPACES, { metadata: { name: NAMESPACE } });
  const total = before.reduce((sum, size) => sum + size, 0);
  const rollingUpdate = { maxSurge: surge, maxUnavailable: 1 };
  const strategy = { type: 'RollingUpdate', rollingUpdate };
  const deployment = objects.create(DEPLOYMENTS, workload({ spec: { replicas, strategy } }));
  const max = { 'deployment.kubernetes.io/max-replicas': String(total) };
  const all = before.map((size, index): ReplicaSet => {
    const draft = workload({
      name: `web-${index}`,
      spec: { replicas: size },
      annotations: { ...max, ...annotations },
    });
    const { metadata } = objects.create(REPLICA_SETS, draft);
    return objects.updateStatus(REPLICA_SETS, metadata, (current) => ({
      ...current,
      status: { replicas: size, availableReplicas: available },
    }));
  });
  const rollout: Rollout = {
    deployment,
    wish: deploymentWish(deployment),
    current: all.at(-1),
    old: all.slice(0, -1),
  };
  scaleAll({ objects, record: () => undefined } as unknown as Surroundings, rollout);
  return all.map(({ metadata }) => objects.get(REPLICA_SETS, metadata)?.spec?.replicas ?? 0);
}
