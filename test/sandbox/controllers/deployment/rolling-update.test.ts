/** What holds during every rolling update, whatever its numbers, and in whichever order pods get ready. */
import assert from 'node:assert/strict';
import { setImmediate as nextTurn } from 'node:timers/promises';
import fc from 'fast-check';
import { DEPLOYMENTS, PODS } from '../../../../src/sandbox/objects/api-resources.ts';
import { deploymentWish } from '../../../../src/sandbox/controllers/deployment/desired-deployment.ts';
import { isActive, isReady } from '../../../../src/sandbox/controllers/pod-state.ts';
import { image, workload } from '../builders.ts';
import { TestCluster } from '../test-cluster.ts';

const share = fc.oneof(
  fc.integer({ min: 0, max: 4 }),
  fc.integer({ min: 0, max: 100 }).map((percent) => `${percent}%`),
);
const NONE = [0, '0%'];

describe('rolling update', function () {
  this.timeout(60_000);

  it('never has fewer pods available or more pods than permitted, and comes to its end', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          replicas: fc.integer({ min: 1, max: 8 }),
          maxSurge: share,
          maxUnavailable: share,
          delays: fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 7 }),
          updates: fc.integer({ min: 1, max: 3 }),
        }),
        async ({ replicas, maxSurge, maxUnavailable, delays, updates }) => {
          fc.pre(!(NONE.includes(maxSurge) && NONE.includes(maxUnavailable)));
          const rollingUpdate = { maxSurge, maxUnavailable };
          await checkRollout(
            { replicas, strategy: { type: 'RollingUpdate', rollingUpdate } },
            delays,
            updates,
          );
        },
      ),
      { numRuns: 60 },
    );
  });

  for (const [maxSurge, maxUnavailable, replicas, surge, absent] of [
    [1, 0, 3, 1, 0],
    ['25%', '25%', 3, 1, 0],
    ['25%', '25%', 4, 1, 1],
    ['30%', '30%', 10, 3, 3],
    ['0%', '1%', 10, 0, 1],
    ['1%', '0%', 10, 1, 0],
    [0, '100%', 5, 0, 5],
    [0, 9, 5, 0, 5],
  ] as const) {
    it(`with surge ${maxSurge} and absence ${maxUnavailable} of ${replicas} has ${surge} more, ${absent} less`, async () => {
      const cluster = new TestCluster();
      const strategy = { type: 'RollingUpdate', rollingUpdate: { maxSurge, maxUnavailable } };
      const wish = deploymentWish(
        await cluster.create(DEPLOYMENTS, workload({ spec: { replicas, strategy } })),
      );
      assert.deepEqual([wish.maxSurge, wish.maxUnavailable], [surge, absent]);
      cluster.stop();
    });
  }
});

async function checkRollout(
  fields: { replicas: number; strategy: object },
  delays: readonly number[],
  updates: number,
): Promise<void> {
  const cluster = new TestCluster();
  const wish = deploymentWish(await cluster.create(DEPLOYMENTS, workload({ spec: fields })));
  const minimum = wish.replicas - wish.maxUnavailable;
  const broken: string[] = [];
  let created = 0;
  cluster.kubelet.fate = () => 'running';
  cluster.objects.subscribe(({ resource, type, object }) => {
    if ((resource as unknown) !== PODS) return;
    const alive = cluster.pods().filter(isActive);
    const available = alive.filter(isReady).length;
    if (available < minimum) broken.push(`${available} available, ${minimum} permitted`);
    if (alive.length > wish.replicas + wish.maxSurge) broken.push(`${alive.length} pods`);
    if (type !== 'ADDED') return;
    created += 1;
    void getReadyAfter(cluster, object.metadata.name, delays[created % delays.length] ?? 0);
  });
  for (let update = 1; update <= updates; update += 1) {
    cluster.objects.update(DEPLOYMENTS, { namespace: 'shop', name: 'web' }, image(`app:${update + 1}`));
    await turns(update * 3);
  }
  await cluster.settle();
  assert.deepEqual(broken, []);
  const images = cluster.pods().map((pod) => pod.spec?.containers[0]?.image);
  assert.deepEqual(
    images,
    Array.from({ length: wish.replicas }, () => `app:${updates + 1}`),
  );
  cluster.stop();
}

/** So many turns of the event loop after it began to run. */
async function getReadyAfter(cluster: TestCluster, name: string, delay: number): Promise<void> {
  await turns(delay + 2);
  const pod = cluster.objects.get(PODS, { namespace: 'shop', name });
  if (pod !== undefined && isActive(pod)) cluster.kubelet.put(name, 'ready');
}

async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await nextTurn();
}
