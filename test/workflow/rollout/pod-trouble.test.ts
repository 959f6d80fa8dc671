import assert from 'node:assert/strict';
import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';
import { podTrouble, type PodTrouble } from '../../../src/workflow/rollout/pod-trouble.ts';
import { pod, type RunningPodShape } from '../../support/builders/pod.ts';
import { deployment, type WorkloadShape } from '../../support/builders/workloads.ts';
import { InMemoryCluster } from '../../support/in-memory-cluster.ts';

const NEW = 'new.example/a:1';
const stuck: RunningPodShape = {
  name: 'p-0',
  image: NEW,
  labels: { app: 'web' },
  waiting: { app: 'ImagePullBackOff' },
};

async function troubleOf(
  shape: RunningPodShape,
  workload: WorkloadShape = {},
): Promise<PodTrouble | undefined> {
  const web: KubernetesObject = deployment({ image: NEW, ...workload });
  return podTrouble(new InMemoryCluster([web, pod(shape)]), web, new AbortController().signal);
}

describe('podTrouble', () => {
  it('is a new pod that cannot pull', async () => {
    assert.deepEqual(await troubleOf(stuck), {
      cannotPull: true,
      text: `pod p-0: container app cannot pull ${NEW}: ImagePullBackOff`,
    });
  });

  it('is a new pod that waits for something else', async () => {
    assert.deepEqual(await troubleOf({ ...stuck, waiting: { app: 'CrashLoopBackOff' } }), {
      cannotPull: false,
      text: 'pod p-0: container app is waiting: CrashLoopBackOff',
    });
  });

  it('is before all one that cannot pull', async () => {
    const web = deployment({ image: NEW });
    const crashing = pod({ ...stuck, name: 'p-1', waiting: { app: 'CrashLoopBackOff' } });
    const cluster = new InMemoryCluster([web, crashing, pod(stuck)]);
    const found = await podTrouble(cluster, web, new AbortController().signal);
    assert.equal(found?.cannotPull, true);
  });

  it('is that of a bare pod itself', async () => {
    const found = await podTrouble(new InMemoryCluster(), pod(stuck), new AbortController().signal);
    assert.equal(found?.cannotPull, true);
  });

  const fine: readonly [string, RunningPodShape, WorkloadShape?][] = [
    ['an old pod that cannot pull', { ...stuck, image: 'old.example/a:1' }],
    ['a pod that is just being made', { ...stuck, waiting: { app: 'ContainerCreating' } }],
    ['an old pod that crashes', { ...stuck, image: 'old.example/a:1', waiting: { app: 'CrashLoopBackOff' } }],
    ['a pod of another workload', { ...stuck, labels: { app: 'other' } }],
    ['a finished pod', { ...stuck, phase: 'Failed' }],
    [
      'anything, for a selector that would find strangers',
      stuck,
      { spec: { selector: { matchExpressions: [] } } },
    ],
  ];
  for (const [name, shape, workload] of fine) {
    it(`is not ${name}`, async () => {
      assert.equal(await troubleOf(shape, workload), undefined);
    });
  }
});
