/** Pods live and end as under a kubelet. */
import assert from 'node:assert/strict';
import type { Pod } from '../../../src/sandbox/objects/pod.ts';
import { PODS, SECRETS } from '../../../src/sandbox/objects/api-resources.ts';
import { conditions, container, hasPhase, isReady, waitsFor } from './pod-reading.ts';
import { HOST, NAMESPACE, startTestCluster, type TestCluster } from './test-cluster.ts';

const APP = `${HOST}/shop/app:1`;

describe('a pod on a node of the sandbox', () => {
  let cluster: TestCluster;

  beforeEach(async () => {
    cluster = await startTestCluster({ names: ['only'] });
    for (const tag of ['1', '2'])
      cluster.registry.seedImage({ repository: 'shop/app', tag, entrypoint: ['/app'] });
  });

  afterEach(async () => cluster[Symbol.asyncDispose]());

  const patchImage = (name: string, image: string) =>
    cluster.objects.update(PODS, { namespace: NAMESPACE, name }, (pod) => ({
      ...pod,
      spec: { ...pod.spec, containers: (pod.spec?.containers ?? []).map((one) => ({ ...one, image })) },
    }));

  it('runs with addresses, conditions and the digest of its image', async () => {
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

  const endings: readonly [string, object, string, number][] = [
    ['Never, succeeding', { restartPolicy: 'Never', command: ['/bin/true'] }, 'Succeeded', 0],
    ['Never, failing', { restartPolicy: 'Never', command: ['sh', '-c', 'echo no; exit 3'] }, 'Failed', 3],
    ['OnFailure, succeeding', { restartPolicy: 'OnFailure', command: ['true'] }, 'Succeeded', 0],
  ];
  for (const [name, shape, phase, exitCode] of endings) {
    it(`ends with restartPolicy ${name}: ${phase}`, async () => {
      const { restartPolicy, command } = shape as { restartPolicy: string; command: string[] };
      cluster.run('job', { restartPolicy, containers: [{ name: 'app', image: APP, command }] });
      const pod = await cluster.until('job', phase, hasPhase(phase));
      const ended = container(pod, 'app')?.state?.terminated;
      assert.equal(ended?.exitCode, exitCode);
      assert.equal(ended.reason, exitCode === 0 ? 'Completed' : 'Error');
      assert.equal(conditions(pod).Ready, 'False');
      assert.equal(container(pod, 'app')?.restartCount, 0);
    });
  }

  it('is restarted ever more slowly when its container keeps failing', async () => {
    cluster.run('bad', {
      containers: [{ name: 'app', image: APP, command: ['sh', '-c', 'echo oh; exit 1'] }],
    });
    const pod = await cluster.until('bad', 'in a crash loop', waitsFor('CrashLoopBackOff'));
    const status = container(pod, 'app');
    assert.equal(status?.restartCount, 1);
    assert.equal(status.lastState?.terminated?.exitCode, 1);
    assert.equal(pod.status?.phase, 'Running');
    const uid = pod.metadata.uid;
    assert.equal(
      status.state?.waiting?.message,
      `back-off 10s restarting failed container=app pod=bad_shop(${uid})`,
    );
    assert.ok(
      cluster
        .events('bad')
        .includes(`BackOff: Back-off restarting failed container app in pod bad_shop(${uid})`),
    );
    const again = await cluster.until(
      'bad',
      'restarted again',
      (now) => (container(now, 'app')?.restartCount ?? 0) > 1,
    );
    assert.deepEqual(await cluster.log(again, 'app', { previous: true }), ['oh']);
  });

  it('starts init containers one after the other, sidecars before the apps, and ends sidecars after them', async () => {
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

  it('fails for good when an init container fails and nothing is restarted', async () => {
    cluster.run('web', {
      restartPolicy: 'Never',
      initContainers: [{ name: 'first', image: APP, command: ['false'] }],
      containers: [{ name: 'app', image: APP }],
    });
    const pod = await cluster.until('web', 'failed', hasPhase('Failed'));
    assert.equal(container(pod, 'app')?.containerID, undefined);
  });

  it('gets a new container when its image changes', async () => {
    cluster.run('web', { containers: [{ name: 'app', image: APP }] });
    const before = await cluster.until('web', 'ready', isReady);
    const image = `${HOST}/shop/app:2`;
    patchImage('web', image);
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

  it('waits for a Secret that it mounts, and reads it then', async () => {
    const volumes = [{ name: 'config', projected: { sources: [{ secret: { name: 'config' } }] } }];
    const volumeMounts = [{ name: 'config', mountPath: '/config' }];
    cluster.run('web', { volumes, containers: [{ name: 'app', image: APP, volumeMounts }] });
    await cluster.until('web', 'creating', waitsFor('ContainerCreating'));
    const told = 'FailedMount: MountVolume.SetUp failed for volume "config" : secret "config" not found';
    await cluster.until('web', 'told of', () => cluster.events('web').includes(told));
    assert.equal(
      conditions(await cluster.until('web', 'there', () => true)).PodReadyToStartContainers,
      'False',
    );
    cluster.objects.create(SECRETS, { metadata: { namespace: NAMESPACE, name: 'config' }, data: {} });
    await cluster.until('web', 'ready', isReady);
  });

  const notCreated: readonly [string, object, string][] = [
    [
      'needs a Secret that is not there',
      { env: [{ name: 'A', valueFrom: { secretKeyRef: { name: 'none', key: 'a' } } }] },
      'secret "none" not found',
    ],
    [
      'may not run as root, as its image does',
      { securityContext: { runAsNonRoot: true } },
      'container has runAsNonRoot and image will run as root (pod: "web_shop(UID)", container: app)',
    ],
  ];
  for (const [name, fields, message] of notCreated) {
    it(`waits with CreateContainerConfigError when it ${name}`, async () => {
      cluster.run('web', { containers: [{ name: 'app', image: APP, ...fields }] });
      const pod = await cluster.until('web', 'waiting', waitsFor('CreateContainerConfigError'));
      const said = message.replace('UID', pod.metadata.uid);
      assert.equal(container(pod, 'app')?.state?.waiting?.message, said);
      assert.ok(cluster.events('web').includes(`Failed: Error: ${said}`));
    });
  }

  it('knows its variables, in its arguments too', async () => {
    const env = [
      { name: 'INDEX', valueFrom: { fieldRef: { fieldPath: "metadata.annotations['batch/index']" } } },
      { name: 'FILE', value: '$(INDEX).yml' },
    ];
    const args = ['-c', 'echo $(FILE) $$(FILE) $(NONE) $INDEX $HOSTNAME'];
    const app = { name: 'app', image: APP, command: ['sh'], args, env };
    cluster.run(
      'job',
      { restartPolicy: 'Never', containers: [app] },
      { annotations: { 'batch/index': '7' } },
    );
    const pod = await cluster.until('job', 'over', hasPhase('Succeeded'));
    assert.deepEqual(await cluster.log(pod, 'app'), ['7.yml $(FILE) $(NONE) 7 job']);
  });

  it('says why it failed with the end of its log', async () => {
    const app = { name: 'app', image: APP, command: ['sh', '-c', 'echo one; exit 1'] };
    const terminationMessagePolicy = 'FallbackToLogsOnError';
    cluster.run('job', { restartPolicy: 'Never', containers: [{ ...app, terminationMessagePolicy }] });
    const pod = await cluster.until('job', 'failed', hasPhase('Failed'));
    assert.equal(container(pod, 'app')?.state?.terminated?.message, 'one\n');
  });

  it('is followed by whoever reads its log until it ends', async () => {
    const command = ['sh', '-c', 'echo one; sleep 5; echo two'];
    cluster.run('job', { restartPolicy: 'Never', containers: [{ name: 'app', image: APP, command }] });
    const pod = await cluster.until('job', 'running', hasPhase('Running'));
    assert.deepEqual(await cluster.log(pod, 'app', { follow: true }), ['one', 'two']);
    assert.deepEqual(await cluster.log(pod, 'app', { tailLines: 1 }), ['two']);
  });

  it('becomes ready when its probe begins', async () => {
    const readinessProbe = { initialDelaySeconds: 10, httpGet: { port: 80 } };
    cluster.run('web', { containers: [{ name: 'app', image: APP, readinessProbe }] });
    const running = await cluster.until('web', 'running', hasPhase('Running'));
    assert.equal(isReady(running), false);
    await cluster.until('web', 'ready', isReady);
  });

  it('runs containers that are added to look into it', async () => {
    cluster.run('web', { containers: [{ name: 'app', image: APP }] });
    const pod = await cluster.until('web', 'ready', isReady);
    const ephemeralContainers = [{ name: 'look', image: APP, command: ['sleep', 'infinity'] }];
    // As the subresource `ephemeralcontainers` does.
    const looked: Pod = { ...pod, spec: { containers: [], ...pod.spec, ephemeralContainers } };
    cluster.store.put(PODS, looked);
    await cluster.until('web', 'looked into', (pod) => container(pod, 'look')?.state?.running !== undefined);
  });

  it('is ended when it takes longer than it may', async () => {
    cluster.run('long', { activeDeadlineSeconds: 10, containers: [{ name: 'app', image: APP }] });
    const pod = await cluster.until('long', 'failed', hasPhase('Failed'));
    assert.equal(pod.status?.reason, 'DeadlineExceeded');
  });

  it('is one of 200 that are there soon after, for one pull', async () => {
    const names = Array.from({ length: 200 }, (_, index) => `many-${index}`);
    for (const name of names) cluster.run(name, { containers: [{ name: 'app', image: APP }] });
    await Promise.all(names.map(async (name) => cluster.until(name, 'ready', isReady)));
    assert.equal(cluster.registry.requests.filter(({ method }) => method === 'HEAD').length, 1);
  });
});
