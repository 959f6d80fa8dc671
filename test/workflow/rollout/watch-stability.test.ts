import assert from 'node:assert/strict';
import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';
import { refOf } from '../../../src/domain/kubernetes/object-ref.ts';
import type { Interference } from '../../../src/domain/rollout/interference.ts';
import { watchStability, type Instability } from '../../../src/workflow/rollout/watch-stability.ts';
import { pod } from '../../support/builders/pod.ts';
import { resourceOf } from '../../support/builders/resources.ts';
import { rollout } from '../../support/builders/workloads-of-others.ts';
import { deployment } from '../../support/builders/workloads.ts';
import { InMemoryCluster } from '../../support/in-memory-cluster.ts';
import { recordedWork } from '../../support/recorded-work.ts';
import { READY } from './controllers.ts';

const web = deployment({ status: READY });
const unready = { ...READY, availableReplicas: 0 };

function podWith(restartCount: number, name = 'p-0'): KubernetesObject {
  const made = pod({ name, labels: { app: 'web' } });
  return { ...made, status: { containerStatuses: [{ name: 'app', ready: true, restartCount }] } };
}

function canary(status: object): KubernetesObject {
  const workloadRef = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' };
  return rollout({ name: 'canary', status, spec: { workloadRef } });
}

const degraded = canary({ phase: 'Degraded', message: 'aborted' });

/** What is wrong with `web` after something has happened to the cluster in the meantime. */
async function after(
  meanwhile: (cluster: InMemoryCluster) => void,
  found?: Interference,
): Promise<Instability | undefined> {
  const cluster = new InMemoryCluster([web, podWith(1), canary({ phase: 'Healthy' })]);
  const work = recordedWork();
  const ref = refOf(resourceOf(web), web);
  const progress = {
    ...work.progress,
    update: () => {
      meanwhile(cluster);
    },
  };
  const troubles = await watchStability(cluster, [{ ref, interferes: () => found }], 0.01, {
    ...work,
    progress,
  });
  return troubles.get(ref);
}

describe('settle', () => {
  const scaled = deployment({ replicas: 3, status: { ...READY, availableReplicas: 1 } });
  const cases: readonly [string, (cluster: InMemoryCluster) => unknown, string | undefined][] = [
    ['nothing has happened', () => undefined, undefined],
    ['a container was restarted', (c) => c.put(podWith(2)), 'pod p-0: container app was restarted'],
    [
      'a new pod was restarted already',
      (c) => c.put(podWith(1, 'p-1')),
      'pod p-1: container app was restarted',
    ],
    ['a new pod is there', (c) => c.put(podWith(0, 'p-1')), undefined],
    [
      'it is not ready any more',
      (c) => c.put(deployment({ status: unready })),
      'became ready, then unready: 0 of 1 updated pods available',
    ],
    [
      'a Rollout that has its template from it is not ready any more',
      (c) => c.put(degraded),
      'became ready, then unready: Rollout shop/canary: aborted',
    ],
    ['it was scaled, and the new pods are not ready yet', (c) => c.put(scaled), undefined],
  ];
  for (const [name, meanwhile, expected] of cases) {
    it(`${expected === undefined ? 'is content' : 'complains'} when ${name}`, async () => {
      const found = await after(meanwhile);
      assert.deepEqual(found, expected === undefined ? undefined : { state: 'failed', message: expected });
    });
  }

  it('lists the Rollouts only once', async () => {
    const forbid = (cluster: InMemoryCluster): void => {
      cluster.refuse('list', resourceOf(degraded), 'forbidden');
    };
    assert.equal(await after(forbid), undefined);
  });

  it('tells before all who has interfered', async () => {
    const found = { state: 'reverted', message: 'they did' } as const;
    assert.deepEqual(await after((cluster) => cluster.put(podWith(2)), found), found);
  });

  it('is content with a workload that is gone', async () => {
    const cluster = new InMemoryCluster();
    const ref = refOf(resourceOf(web), web);
    const watched = [{ ref, interferes: () => undefined }];
    assert.equal((await watchStability(cluster, watched, 0.01, recordedWork())).size, 0);
  });

  it('looks at nothing where nobody wants it', async () => {
    const cluster = new InMemoryCluster([web]);
    const ref = refOf(resourceOf(web), web);
    const found = { state: 'reverted', message: 'they did' } as const;
    const watched = [{ ref, interferes: () => found }];
    assert.equal((await watchStability(cluster, watched, 0, recordedWork())).size, 0);
  });
});
