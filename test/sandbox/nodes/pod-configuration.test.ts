import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { PODS, SECRETS } from '../../../src/sandbox/objects/api-resources.ts';
import { startAppCluster } from './app-cluster.ts';
import { conditions, container, hasPhase, isReady, waitsFor } from './pod-reading.ts';
import { APP, NAMESPACE } from './test-cluster.ts';

describe('a pod on a node of the sandbox: its configuration', () => {
  it('waits for a Secret that it mounts, and reads it then', async () => {
    await using cluster = await startAppCluster();
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
      await using cluster = await startAppCluster();
      cluster.run('web', { containers: [{ name: 'app', image: APP, ...fields }] });
      const pod = await cluster.until('web', 'waiting', waitsFor('CreateContainerConfigError'));
      const said = message.replace('UID', pod.metadata.uid);
      assert.equal(container(pod, 'app')?.state?.waiting?.message, said);
      assert.ok(cluster.events('web').includes(`Failed: Error: ${said}`));
    });
  }

  it('sees the files of its volumes change when it is changed itself', async () => {
    await using cluster = await startAppCluster();
    const items = [{ path: 'lines', fieldRef: { fieldPath: "metadata.annotations['lines']" } }];
    cluster.run('web', {
      volumes: [{ name: 'log', downwardAPI: { items } }],
      containers: [
        {
          name: 'app',
          image: APP,
          command: ['sh', '-c', 'tail -n +1 -F /log/lines'],
          volumeMounts: [{ name: 'log', mountPath: '/log' }],
        },
      ],
    });
    const pod = await cluster.until('web', 'ready', isReady);
    cluster.objects.update(PODS, pod.metadata, (current) => ({
      ...current,
      metadata: { ...current.metadata, annotations: { lines: 'news' } },
    }));
    while ((await cluster.log(pod, 'app')).length === 0) await pause(1);
    assert.deepEqual(await cluster.log(pod, 'app'), ['news']);
  });

  it('knows its variables, in its arguments too', async () => {
    await using cluster = await startAppCluster();
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
});
