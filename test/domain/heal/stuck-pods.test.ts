import assert from 'node:assert/strict';
import { healablePods } from '../../../src/domain/heal/stuck-pods.ts';
import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';
import { prometheus, stranger } from '../../support/builders/custom-resource.ts';
import { inventoryOf } from '../../support/builders/inventory.ts';
import { pod, type RunningPodShape } from '../../support/builders/pod.ts';
import { deployment, replicaSet, statefulSet } from '../../support/builders/workloads.ts';

const OLD = 'old.example/app:1';
const NEW = 'new.example/app:1';
const owner = statefulSet({ image: NEW });
const stuck: RunningPodShape = { image: OLD, owner, phase: 'Pending', waiting: { app: 'ImagePullBackOff' } };

function healable(objects: readonly KubernetesObject[]): readonly unknown[] {
  const isSource = (image: string): boolean => image.startsWith('old.example/');
  return healablePods(inventoryOf(objects), isSource).map((found) => [
    found.owner.ref.resource.kind,
    found.images,
    found.waiting,
  ]);
}

describe('healablePods', () => {
  for (const waiting of ['ErrImagePull', 'ImagePullBackOff', 'InvalidImageName', 'ErrImageNeverPull']) {
    it(`finds a pod in ${waiting} whose owner says another image`, () => {
      const objects = [owner, pod({ ...stuck, waiting: { app: waiting } })];
      assert.deepEqual(healable(objects), [['StatefulSet', [OLD], waiting]]);
    });
  }

  it('asks the Deployment, not the ReplicaSet of the past', () => {
    const top = deployment({ image: NEW });
    const past = replicaSet({ image: OLD, owner: top });
    assert.deepEqual(healable([top, past, pod({ ...stuck, owner: past })]), [
      ['Deployment', [OLD], 'ImagePullBackOff'],
    ]);
  });

  it('asks the template below a custom resource that is listed, which names no containers', () => {
    const top = prometheus({ name: 'top', image: NEW });
    const middle = deployment({ image: NEW, owner: top });
    const past = replicaSet({ image: OLD, owner: middle });
    const objects = [top, middle, past, pod({ ...stuck, owner: past })];
    assert.deepEqual(healable(objects), [['Deployment', [OLD], 'ImagePullBackOff']]);
  });

  it('names only what is outdated', () => {
    const two = statefulSet({ containers: { app: NEW, log: 'old.example/log:1' } });
    const objects = [
      two,
      pod({
        ...stuck,
        owner: two,
        containers: { app: OLD, log: 'old.example/log:1' },
        waiting: { app: 'ErrImagePull', log: 'ErrImagePull' },
      }),
    ];
    assert.deepEqual(healable(objects), [['StatefulSet', [OLD], 'ErrImagePull']]);
  });

  const cases: readonly [string, readonly KubernetesObject[]][] = [
    ['a pod that runs', [owner, pod({ image: OLD, owner })]],
    ['a pod that waits for something else', [owner, pod({ ...stuck, waiting: { app: 'CrashLoopBackOff' } })]],
    ['a pod that would be made anew as it is', [statefulSet({ image: OLD }), pod(stuck)]],
    ['a pod of an image that was not to move', [owner, pod({ ...stuck, image: 'other.example/app:1' })]],
    ['a bare pod, which nobody would make anew', [pod({ image: OLD, waiting: { app: 'ErrImagePull' } })]],
    ['a pod whose owner nobody knows', [pod({ ...stuck, owner: stranger() })]],
    [
      'a pod that its operator would make anew as it is',
      [
        prometheus({ image: NEW }),
        statefulSet({ image: OLD, owner: prometheus({ image: NEW }) }),
        pod({ ...stuck, owner: statefulSet({ image: OLD }) }),
      ],
    ],
    ['a finished pod', [owner, pod({ ...stuck, phase: 'Failed' })]],
    [
      'a container that somebody injected',
      [owner, pod({ ...stuck, containers: { app: NEW, mesh: OLD }, waiting: { mesh: 'ErrImagePull' } })],
    ],
  ];
  for (const [name, objects] of cases) {
    it(`leaves ${name}`, () => {
      assert.deepEqual(healable(objects), []);
    });
  }
});
