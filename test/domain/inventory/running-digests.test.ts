import assert from 'node:assert/strict';
import { type RunningImage, runningDigests } from '../../../src/domain/inventory/running-digests.ts';
import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';
import { prometheus } from '../../support/builders/custom-resource.ts';
import { inventoryOf } from '../../support/builders/inventory.ts';
import { digestOf, pod, type RunningPodShape } from '../../support/builders/pod.ts';
import { deployment, replicaSet, statefulSet } from '../../support/builders/workloads.ts';

const IMAGE = 'old.example/app:1';
const A = digestOf('a');
const B = digestOf('b');
const repository = 'old.example/app';

/** What runs for the images of the first object. */
function running(objects: readonly KubernetesObject[]): RunningImage[] {
  const inventory = inventoryOf(objects);
  const answer = runningDigests(inventory);
  return inventory.workloads
    .slice(0, 1)
    .flatMap((first) => first.images.flatMap((field) => answer(first, field)));
}

const web = deployment({ image: IMAGE });
const set = replicaSet({ image: IMAGE, owner: web });
const run = (name: string, digest: string, shape: RunningPodShape = {}): KubernetesObject =>
  pod({ name, image: IMAGE, owner: set, imageIds: { app: `${repository}@${digest}` }, ...shape });

describe('runningDigests', () => {
  const cases: readonly [string, readonly KubernetesObject[], readonly RunningImage[]][] = [
    [
      "counts pods below pods' controllers",
      [web, set, run('x', A), run('y', A)],
      [{ repository, digest: A, pods: 2 }],
    ],
    [
      'tells digests apart',
      [web, set, run('x', A), run('y', B)],
      [
        { repository, digest: A, pods: 1 },
        { repository, digest: B, pods: 1 },
      ],
    ],
    ['leaves finished pods out', [web, set, run('x', A, { phase: 'Failed' })], []],
    ['leaves other images out', [web, set, run('x', A, { image: 'old.example/app:2' })], []],
    [
      'leaves other containers out',
      [web, set, run('x', A, { containers: { other: IMAGE }, imageIds: { other: `${repository}@${A}` } })],
      [],
    ],
    ['leaves pods of others out', [web, set, run('x', A, { owner: statefulSet() })], []],
    ['leaves pods out that have not started', [web, set, run('x', A, { imageIds: {} })], []],
    [
      'counts a bare pod itself',
      [pod({ image: IMAGE, imageIds: { app: `${repository}@${A}` } })],
      [{ repository, digest: A, pods: 1 }],
    ],
  ];
  for (const [name, objects, expected] of cases) {
    it(name, () => {
      assert.deepEqual(running(objects), expected);
    });
  }

  it('counts any container for a field of a custom resource, once a pod', () => {
    const owner = prometheus({ image: IMAGE });
    const made = statefulSet({ image: IMAGE, owner });
    const two = run('x', A, {
      owner: made,
      containers: { one: IMAGE, two: IMAGE },
      imageIds: { one: `${repository}@${A}`, two: `${repository}@${A}` },
    });
    assert.deepEqual(running([owner, made, two]), [{ repository, digest: A, pods: 1 }]);
  });
});
