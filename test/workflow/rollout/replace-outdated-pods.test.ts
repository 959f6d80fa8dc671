import assert from 'node:assert/strict';
import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';
import { PODS } from '../../../src/domain/kubernetes/resource.ts';
import type { RolloutStatus } from '../../../src/domain/workload-kinds/status-rules.ts';
import {
  type OutdatedPods,
  outdatedPodReplacement,
} from '../../../src/workflow/rollout/replace-outdated-pods.ts';
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
const DONE: RolloutStatus = { state: 'done', message: '' };
const stuck: RunningPodShape = { waiting: { app: 'ImagePullBackOff' } };
const crashing: RunningPodShape = { waiting: { app: 'CrashLoopBackOff' } };
const starting: RunningPodShape = { waiting: { app: 'ContainerCreating' } };

const expressed = (shape: WorkloadShape): KubernetesObject =>
  replicaSet({ ...shape, spec: { selector: { matchExpressions: [{ key: 'app', operator: 'Exists' }] } } });

/** What became of the pods, and the answer, for an owner with the new image and these pods. */
async function run(
  build: (shape: WorkloadShape) => KubernetesObject,
  state: RolloutStatus['state'],
  pods: Readonly<Record<string, RunningPodShape>>,
  { rollingBack = false, budget = false } = {},
): Promise<OutdatedPods & { readonly removed: readonly string[] }> {
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
  if (budget) cluster.refuse('evict', PODS, 'too-many-requests');
  const replace = outdatedPodReplacement(cluster, { rollingBack }, new AbortController().signal);
  const outdated = await replace(owner, { state, message: '' });
  return { ...outdated, removed: cluster.writes.map((write) => write.replace(' pods shop/', ' ')) };
}

describe('outdatedPodReplacement', () => {
  const cases: readonly [
    name: string,
    build: (shape: WorkloadShape) => KubernetesObject,
    state: RolloutStatus['state'],
    pods: Readonly<Record<string, RunningPodShape>>,
    removed: readonly string[],
    left: number,
  ][] = [
    ['one pod of a ready ReplicaSet at a time', replicaSet, 'done', { a: {}, b: {} }, ['evict a'], 2],
    ['one pod of a ready ReplicationController', replicationController, 'done', { a: {} }, ['evict a'], 1],
    ['no pod while the last one is on its way', replicaSet, 'progressing', { a: {}, b: {} }, [], 2],
    [
      'stuck pods of a ReplicaSet at once',
      replicaSet,
      'progressing',
      { a: {}, b: stuck, c: stuck },
      ['delete b', 'delete c'],
      3,
    ],
    ['a stuck pod once, though it is next too', replicaSet, 'done', { a: stuck }, ['delete a'], 1],
    ['no pod that is right', replicaSet, 'done', { a: { image: NEW } }, [], 0],
    ['no finished pod', replicaSet, 'done', { a: { phase: 'Failed' } }, [], 0],
    ['no pod of another owner', replicaSet, 'done', { a: { owner: replicaSet({ name: 'other' }) } }, [], 0],
    ['a pod of a ReplicaSet without plain labels', expressed, 'done', { a: {}, b: {} }, ['evict a'], 2],
    ['its stuck pods too', expressed, 'progressing', { a: {}, b: stuck }, ['delete b'], 2],
    [
      'no stranger for it',
      expressed,
      'done',
      { a: { owner: replicaSet({ name: 'other' }) }, b: { owner: statefulSet(), ...stuck }, c: {} },
      ['evict c'],
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
    ['the stuck pod of a StatefulSet', statefulSet, 'progressing', { a: stuck, b: {} }, ['delete a'], 0],
    ['one that crashes', statefulSet, 'progressing', { a: crashing, b: {} }, ['delete a'], 0],
    ['none that is only not ready yet', statefulSet, 'progressing', { a: starting }, [], 0],
    ['no pod of a StatefulSet that is done', statefulSet, 'done', { a: stuck }, [], 0],
    ['no pod of a Deployment, which knows itself', deployment, 'progressing', { a: stuck }, [], 0],
  ];
  for (const [name, build, state, pods, removed, left] of cases) {
    it(`removes ${name}`, async () => {
      assert.deepEqual(await run(build, state, pods), { left, removed });
    });
  }

  it('removes what is not ready when a change is taken back, whatever it waits for', async () => {
    const { removed } = await run(statefulSet, 'progressing', { a: starting, b: {} }, { rollingBack: true });
    assert.deepEqual(removed, ['delete a']);
  });

  it('keeps to disruption budgets, and tells of them', async () => {
    const outdated = await run(replicaSet, 'done', { a: {}, b: {} }, { budget: true });
    assert.deepEqual(outdated, { left: 2, held: 'the server said too-many-requests', removed: ['evict a'] });
  });

  it('evicts each pod of a ReplicaSet once, whatever a webhook makes its successors say', async () => {
    const owner = replicaSet({ image: NEW });
    const successor = (name: string, image: string): KubernetesObject =>
      pod({ name, image, owner, labels: { app: 'web' } });
    const cluster = new InMemoryCluster([owner, successor('a', OLD), successor('b', OLD)]);
    const replace = outdatedPodReplacement(cluster, {}, new AbortController().signal);
    const left: number[] = [];
    for (const name of ['c', 'd', 'e', 'f']) {
      left.push((await replace(owner, DONE)).left);
      cluster.put(successor(name, 'mirror.example/a:1'));
    }
    assert.deepEqual(left, [2, 1, 0, 0]);
    assert.deepEqual(cluster.writes, ['evict pods shop/a', 'evict pods shop/b']);
  });

  it('evicts also what a ReplicaSet makes before it has seen its new template', async () => {
    const shape = { image: NEW };
    const unseen = replicaSet({ ...shape, status: { observedGeneration: 1 } });
    const owner = { ...unseen, metadata: { ...unseen.metadata, generation: 2 } };
    const cluster = new InMemoryCluster([owner]);
    const replace = outdatedPodReplacement(cluster, {}, new AbortController().signal);
    await replace(owner, { state: 'progressing', message: '' });
    cluster.put(pod({ name: 'late', image: OLD, owner, labels: { app: 'web' } }));
    const { left } = await replace({ ...owner, status: { observedGeneration: 2 } }, DONE);
    assert.deepEqual([left, cluster.writes], [1, ['evict pods shop/late']]);
  });

  it('takes the word of a StatefulSet for what is outdated, not that of its pods', async () => {
    const owner = statefulSet({ image: NEW, status: { updateRevision: 'web-2' } });
    const made = (name: string, revision: string): KubernetesObject =>
      pod({
        ...{ name, owner, image: 'mirror.example/a:1', waiting: { app: 'ImagePullBackOff' } },
        labels: { app: 'web', 'controller-revision-hash': revision },
      });
    const cluster = new InMemoryCluster([owner, made('a', 'web-1'), made('b', 'web-2')]);
    const replace = outdatedPodReplacement(cluster, {}, new AbortController().signal);
    await replace(owner, { state: 'progressing', message: '' });
    assert.deepEqual(cluster.writes, ['delete pods shop/a']);
  });
});
