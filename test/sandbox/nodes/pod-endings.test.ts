import assert from 'node:assert/strict';
import { startAppCluster } from './app-cluster.ts';
import { conditions, container, hasPhase, waitsFor } from './pod-reading.ts';
import { APP } from './test-cluster.ts';

describe('a pod on a node of the sandbox: its end', () => {
  const endings: readonly [string, object, string, number][] = [
    ['Never, succeeding', { restartPolicy: 'Never', command: ['/bin/true'] }, 'Succeeded', 0],
    ['Never, failing', { restartPolicy: 'Never', command: ['sh', '-c', 'echo no; exit 3'] }, 'Failed', 3],
    ['OnFailure, succeeding', { restartPolicy: 'OnFailure', command: ['true'] }, 'Succeeded', 0],
  ];
  for (const [name, shape, phase, exitCode] of endings) {
    it(`ends with restartPolicy ${name}: ${phase}`, async () => {
      await using cluster = await startAppCluster();
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
    await using cluster = await startAppCluster();
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

  it('fails for good when an init container fails and nothing is restarted', async () => {
    await using cluster = await startAppCluster();
    cluster.run('web', {
      restartPolicy: 'Never',
      initContainers: [{ name: 'first', image: APP, command: ['false'] }],
      containers: [{ name: 'app', image: APP }],
    });
    const pod = await cluster.until('web', 'failed', hasPhase('Failed'));
    assert.equal(container(pod, 'app')?.containerID, undefined);
  });

  it('says why it failed with the end of its log', async () => {
    await using cluster = await startAppCluster();
    const app = { name: 'app', image: APP, command: ['sh', '-c', 'echo one; exit 1'] };
    const terminationMessagePolicy = 'FallbackToLogsOnError';
    cluster.run('job', { restartPolicy: 'Never', containers: [{ ...app, terminationMessagePolicy }] });
    const pod = await cluster.until('job', 'failed', hasPhase('Failed'));
    assert.equal(container(pod, 'app')?.state?.terminated?.message, 'one\n');
  });

  it('is ended when it takes longer than it may', async () => {
    await using cluster = await startAppCluster();
    cluster.run('long', { activeDeadlineSeconds: 10, containers: [{ name: 'app', image: APP }] });
    const pod = await cluster.until('long', 'failed', hasPhase('Failed'));
    assert.equal(pod.status?.reason, 'DeadlineExceeded');
  });

  it('is followed by whoever reads its log until it ends', async () => {
    await using cluster = await startAppCluster();
    const command = ['sh', '-c', 'echo one; sleep 5; echo two'];
    cluster.run('job', { restartPolicy: 'Never', containers: [{ name: 'app', image: APP, command }] });
    const pod = await cluster.until('job', 'running', hasPhase('Running'));
    assert.deepEqual(await cluster.log(pod, 'app', { follow: true }), ['one', 'two']);
    assert.deepEqual(await cluster.log(pod, 'app', { tailLines: 1 }), ['two']);
  });
});
