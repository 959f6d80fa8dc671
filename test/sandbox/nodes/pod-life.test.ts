/** Pods live and end as under a kubelet. */
import assert from 'node:assert/strict';
import { PODS } from '../../../src/sandbox/objects/api-resources.ts';
import { startAppCluster } from './app-cluster.ts';
import { conditions, container, hasPhase, isReady, waitsFor } from './pod-reading.ts';
import { APP, HOST, NAMESPACE, startTestCluster } from './test-cluster.ts';

describe('a pod on a node of the sandbox', () => {
  it('runs with addresses, conditions and the digest of its image', async () => {
    await using cluster = await startAppCluster();
    cluster.run('web', { containers: [{ name: 'app', image: APP }] });
    const pod = await cluster.until('web', 'ready', isReady);
    assert.equal(pod.status?.phase, 'Running');
    assert.equal(pod.spec?.nodeName, 'only');
    assert.match(pod.status.podIP ?? '', /^10\.244\.0\.\d+$/);
    assert.equal(pod.status.qosClass, 'BestEffort');
    assert.deepEqual(conditions(pod), {
      PodReadyToStartContainers: 'True',
      Initialized: 'True',
      Ready: 'True',
      ContainersReady: 'True',
      PodScheduled: 'True',
    });
    const status = container(pod, 'app');
    const digest = cluster.registry.store.manifest('shop/app', '1')?.digest ?? '';
    assert.equal(status?.imageID, `${HOST}/shop/app@${digest}`);
    assert.equal(status.image, APP);
    assert.match(status.containerID ?? '', /^containerd:\/\/[0-9a-f]{64}$/);
    assert.deepEqual(
      cluster.events('web').map((event) => event.replace(/ in .*/, '')),
      [
        'Scheduled: Successfully assigned shop/web to only',
        `Pulling: Pulling image "${APP}"`,
        `Pulled: Successfully pulled image "${APP}"`,
        'Created: Container created',
        'Started: Container started',
      ],
    );
  });

  it('starts init containers one after the other, sidecars before the apps, and ends sidecars after them', async () => {
    await using cluster = await startAppCluster();
    cluster.run('web', {
      restartPolicy: 'Never',
      initContainers: [
        { name: 'first', image: APP, command: ['sh', '-c', 'sleep 1; echo done'] },
        { name: 'proxy', image: APP, restartPolicy: 'Always' },
      ],
      containers: [{ name: 'app', image: APP, command: ['sleep', '1'] }],
    });
    const waiting = await cluster.until(
      'web',
      'initialising',
      (pod) => container(pod, 'first')?.state?.running !== undefined,
    );
    assert.equal(container(waiting, 'app')?.state?.waiting?.reason, 'PodInitializing');
    assert.equal(conditions(waiting).Initialized, 'False');
    assert.equal(waiting.status?.phase, 'Pending');
    const pod = await cluster.until('web', 'over', hasPhase('Succeeded'));
    assert.equal(container(pod, 'first')?.ready, true);
    assert.equal(container(pod, 'proxy')?.state?.terminated?.exitCode, 0);
  });

  it('gets a new container when its image changes', async () => {
    await using cluster = await startAppCluster();
    cluster.run('web', { containers: [{ name: 'app', image: APP }] });
    const before = await cluster.until('web', 'ready', isReady);
    const image = `${HOST}/shop/app:2`;
    cluster.objects.update(PODS, { namespace: NAMESPACE, name: 'web' }, (current) => ({
      ...current,
      spec: {
        ...current.spec,
        containers: (current.spec?.containers ?? []).map((one) => ({ ...one, image })),
      },
    }));
    const pod = await cluster.until(
      'web',
      'changed',
      (now) => container(now, 'app')?.image === image && isReady(now),
    );
    assert.equal(container(pod, 'app')?.restartCount, 1);
    assert.notEqual(container(pod, 'app')?.containerID, container(before, 'app')?.containerID);
    assert.ok(cluster.events('web').includes('Killing: Container app definition changed, will be restarted'));
  });

  it('ends at once when it is deleted, or after its preStop', async () => {
    await using cluster = await startAppCluster();
    cluster.run('quick', { containers: [{ name: 'app', image: APP }] });
    const preStop = { sleep: { seconds: 20 } };
    cluster.run('slow', { containers: [{ name: 'app', image: APP, lifecycle: { preStop } }] });
    for (const name of ['quick', 'slow']) {
      await cluster.until(name, 'ready', isReady);
      cluster.objects.delete(PODS, { namespace: NAMESPACE, name });
    }
    await cluster.untilGone('quick');
    assert.equal(
      isReady(
        await cluster.until('slow', 'ending', ({ metadata }) => metadata.deletionTimestamp !== undefined),
      ),
      true,
    );
    await cluster.untilGone('slow');
    assert.ok(cluster.events('slow').includes('Killing: Stopping container app'));
  });

  it('is gone although it was still pulling', async () => {
    const never = new Promise(() => undefined);
    await using stuck = await startTestCluster({
      registry: { onRequest: ({ method }) => (method === 'HEAD' ? { after: never } : undefined) },
    });
    stuck.run('web', { containers: [{ name: 'app', image: APP }] });
    await stuck.until('web', 'creating', waitsFor('ContainerCreating'));
    stuck.objects.delete(PODS, { namespace: NAMESPACE, name: 'web' });
    await stuck.untilGone('web');
  });

  it('becomes ready when its probe begins', async () => {
    await using cluster = await startAppCluster();
    const readinessProbe = { initialDelaySeconds: 10, httpGet: { port: 80 } };
    cluster.run('web', { containers: [{ name: 'app', image: APP, readinessProbe }] });
    const running = await cluster.until('web', 'running', hasPhase('Running'));
    assert.equal(isReady(running), false);
    await cluster.until('web', 'ready', isReady);
  });

  it('is one of 200 that are there soon after, for one pull', async () => {
    await using cluster = await startAppCluster();
    const names = Array.from({ length: 200 }, (_, index) => `many-${index}`);
    for (const name of names) cluster.run(name, { containers: [{ name: 'app', image: APP }] });
    await Promise.all(names.map(async (name) => cluster.until(name, 'ready', isReady)));
    assert.equal(cluster.registry.requests.filter(({ method }) => method === 'HEAD').length, 1);
  });
});
