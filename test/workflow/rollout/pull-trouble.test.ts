import assert from 'node:assert/strict';
import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';
import { pullTrouble } from '../../../src/workflow/rollout/pull-trouble.ts';
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

async function troubleOf(shape: RunningPodShape, workload: WorkloadShape = {}): Promise<string | undefined> {
  const web: KubernetesObject = deployment({ image: NEW, ...workload });
  return pullTrouble(new InMemoryCluster([web, pod(shape)]), web, new AbortController().signal);
}

describe('pullTrouble', () => {
  it('is a new pod that cannot pull', async () => {
    assert.equal(await troubleOf(stuck), `pod p-0 cannot pull ${NEW}: ImagePullBackOff`);
  });

  const fine: readonly [string, RunningPodShape, WorkloadShape?][] = [
    ['an old pod that cannot pull', { ...stuck, image: 'old.example/a:1' }],
    ['a pod that waits for something else', { ...stuck, waiting: { app: 'CrashLoopBackOff' } }],
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
