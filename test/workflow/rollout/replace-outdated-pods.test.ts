import assert from 'node:assert/strict';
import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';
import type { RolloutStatus } from '../../../src/domain/rollout/rollout-status.ts';
import { replaceOutdatedPods } from '../../../src/workflow/rollout/replace-outdated-pods.ts';
import { pod, type RunningPodShape } from '../../support/builders/pod.ts';
import {
  deployment,
  replicaSet,
  replicationController,
  statefulSet,
  type WorkloadShape,
} from '../../support/builders/workloads.ts';
import { InMemoryCluster } from '../../support/in-memory-cluster.ts';

const OLD = 'old.example/a:1';
const NEW = 'new.example/a:1';
const stuck: RunningPodShape = { waiting: { app: 'ImagePullBackOff' } };

const expressed = (shape: WorkloadShape): KubernetesObject =>
  replicaSet({ ...shape, spec: { selector: { matchExpressions: [{ key: 'app', operator: 'Exists' }] } } });

/** Deleted pods and the answer, for an owner with the new image and these pods. */
async function run(
  build: (shape: WorkloadShape) => KubernetesObject,
  state: RolloutStatus['state'],
  pods: Readonly<Record<string, RunningPodShape>>,
): Promise<{ readonly left: number; readonly deleted: readonly string[] }> {
  const owner = build({
    image: NEW,
    ...(build === replicationController && { spec: { selector: { app: 'web' } } }),
  });
  const cluster = new InMemoryCluster([
    owner,
    ...Object.entries(pods).map(([name, shape]) =>
      pod({ name, image: OLD, owner, labels: { app: 'web' }, ...shape }),
    ),
  ]);
  const left = await replaceOutdatedPods(
    cluster,
    owner,
    { state, message: '' },
    new AbortController().signal,
  );
  return { left, deleted: cluster.writes.map((write) => write.replace('delete pods shop/', '')) };
}

describe('replaceOutdatedPods', () => {
  const cases: readonly [
    name: string,
    build: (shape: WorkloadShape) => KubernetesObject,
    state: RolloutStatus['state'],
    pods: Readonly<Record<string, RunningPodShape>>,
    deleted: readonly string[],
    left: number,
  ][] = [
    ['one pod of a ready ReplicaSet at a time', replicaSet, 'done', { a: {}, b: {} }, ['a'], 2],
    ['one pod of a ready ReplicationController', replicationController, 'done', { a: {} }, ['a'], 1],
    ['no pod while the last one is on its way', replicaSet, 'progressing', { a: {}, b: {} }, [], 2],
    [
      'stuck pods of a ReplicaSet at once',
      replicaSet,
      'progressing',
      { a: {}, b: stuck, c: stuck },
      ['b', 'c'],
      3,
    ],
    ['a stuck pod once, though it is next too', replicaSet, 'done', { a: stuck }, ['a'], 1],
    ['no pod that is right', replicaSet, 'done', { a: { image: NEW } }, [], 0],
    ['no finished pod', replicaSet, 'done', { a: { phase: 'Failed' } }, [], 0],
    ['no pod of another owner', replicaSet, 'done', { a: { owner: replicaSet({ name: 'other' }) } }, [], 0],
    ['a pod of a ReplicaSet without plain labels', expressed, 'done', { a: {}, b: {} }, ['a'], 2],
    ['its stuck pods too', expressed, 'progressing', { a: {}, b: stuck }, ['b'], 2],
    [
      'no stranger for it',
      expressed,
      'done',
      { a: { owner: replicaSet({ name: 'other' }) }, b: { owner: statefulSet(), ...stuck }, c: {} },
      ['c'],
      1,
    ],
    [
      'no pod for a container that was injected',
      replicaSet,
      'done',
      { a: { containers: { app: NEW, mesh: OLD } } },
      [],
      0,
    ],
    ['the stuck pod of a StatefulSet', statefulSet, 'progressing', { a: stuck, b: {} }, ['a'], 0],
    ['no pod of a StatefulSet that is done', statefulSet, 'done', { a: stuck }, [], 0],
    ['no pod of a Deployment, which knows itself', deployment, 'progressing', { a: stuck }, [], 0],
  ];
  for (const [name, build, state, pods, deleted, left] of cases) {
    it(`deletes ${name}`, async () => {
      assert.deepEqual(await run(build, state, pods), { left, deleted });
    });
  }
});
