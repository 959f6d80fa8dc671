import assert from 'node:assert/strict';
import { controllerChain, workloadsByUid } from '../../../src/domain/inventory/inventory.ts';
import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';
import { prometheus, stranger } from '../../support/builders/custom-resource.ts';
import { inventoryOf } from '../../support/builders/inventory.ts';
import { pod } from '../../support/builders/pod.ts';
import { deployment, replicaSet, statefulSet } from '../../support/builders/workloads.ts';

function chain(objects: readonly KubernetesObject[]): string[] {
  const { workloads, pods } = inventoryOf(objects);
  return controllerChain(pods[0]?.controller, workloadsByUid(workloads)).map(({ ref }) => ref.resource.kind);
}

describe('controllerChain', () => {
  const web = deployment();
  const made = statefulSet({ owner: prometheus() });
  const set = replicaSet({ owner: web });
  const cases: readonly [string, readonly KubernetesObject[], string[]][] = [
    ['is empty for a bare pod', [pod(), web], []],
    ['goes up to the top', [pod({ owner: set }), web, set], ['ReplicaSet', 'Deployment']],
    [
      'goes through custom resources',
      [pod({ owner: made }), prometheus(), made],
      ['StatefulSet', 'Prometheus'],
    ],
    ['ends where the inventory ends', [pod({ owner: set }), set], ['ReplicaSet']],
    ['is empty where the first is missing', [pod({ owner: set }), web], []],
    ['ends at an unknown kind', [pod({ owner: stranger() })], ['Rollout']],
  ];
  for (const [name, objects, expected] of cases) {
    it(name, () => {
      assert.deepEqual(chain(objects), expected);
    });
  }

  it('ends although two own each other', () => {
    const one = replicaSet({ name: 'one', owner: replicaSet({ name: 'two' }) });
    const two = replicaSet({ name: 'two', owner: one });
    assert.equal(chain([pod({ owner: one }), one, two]).length, 2);
  });
});
