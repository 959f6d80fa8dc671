import assert from 'node:assert/strict';
import { NODES, PODS } from '../../../src/sandbox/objects/api-resources.ts';
import { conditions, isReady } from './pod-reading.ts';
import { HOST, startTestCluster, type TestCluster } from './test-cluster.ts';

const containers = [{ name: 'app', image: `${HOST}/app:1` }];
const PREEMPTION = 'preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling.';

describe('the scheduler of the sandbox', () => {
  let cluster: TestCluster;

  beforeEach(async () => {
    cluster = await startTestCluster();
    cluster.registry.seedImage({ repository: 'app', tag: '1' });
  });

  afterEach(async () => cluster[Symbol.asyncDispose]());

  const change = (name: string, spec: object) =>
    cluster.objects.update(NODES, { name }, (node) => ({ ...node, spec: { ...node.spec, ...spec } }));

  const requiring = (key: string, operator: string, values?: readonly string[]) => ({
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [
          key === 'metadata.name'
            ? { matchFields: [{ key, operator, values }] }
            : { matchExpressions: [{ key, operator, ...(values && { values }) }] },
        ],
      },
    },
  });

  it('spreads pods over the nodes', async () => {
    const names = ['a', 'b', 'c', 'd'];
    for (const name of names) cluster.run(name, { containers });
    const pods = await Promise.all(names.map(async (name) => cluster.until(name, 'ready', isReady)));
    assert.deepEqual(pods.map(({ spec }) => spec?.nodeName).toSorted(), [
      'node-1',
      'node-1',
      'node-2',
      'node-2',
    ]);
    const addresses = new Set(pods.map(({ status }) => status?.podIP));
    assert.equal(addresses.size, 4);
  });

  it('leaves a pod alone until its gates are taken away', async () => {
    cluster.run('gated', { containers, schedulingGates: [{ name: 'example.com/wait' }] });
    cluster.run('free', { containers });
    await cluster.until('free', 'ready', isReady);
    const gated = await cluster.until('gated', 'told of', () => true);
    assert.equal(gated.spec?.nodeName, undefined);
    assert.equal(conditions(gated).PodScheduled, 'False');
    cluster.objects.update(PODS, gated.metadata, (pod) => ({
      ...pod,
      spec: { containers: [], ...pod.spec, schedulingGates: [] },
    }));
    await cluster.until('gated', 'ready', isReady);
  });

  const placed: readonly [string, object, string][] = [
    ['nodeSelector', { nodeSelector: { 'kubernetes.io/hostname': 'node-2' } }, 'node-2'],
    ['the name of a node', { affinity: requiring('metadata.name', 'In', ['node-2']) }, 'node-2'],
    ['NotIn', { affinity: requiring('kubernetes.io/hostname', 'NotIn', ['node-1']) }, 'node-2'],
    ['Exists', { affinity: requiring('kubernetes.io/os', 'Exists') }, 'node-1'],
    ['DoesNotExist', { affinity: requiring('gpu', 'DoesNotExist') }, 'node-1'],
  ];
  for (const [name, spec, node] of placed) {
    it(`obeys ${name}`, async () => {
      cluster.run('web', { containers, ...spec });
      const pod = await cluster.until('web', 'ready', isReady);
      assert.equal(pod.spec?.nodeName, node);
      assert.deepEqual(cluster.events('web')[0], `Scheduled: Successfully assigned shop/web to ${node}`);
    });
  }

  it('leaves alone what fits nowhere, says why, and tries again when a node changes', async () => {
    change('node-1', { unschedulable: true });
    change('node-2', { taints: [{ key: 'dedicated', value: 'db', effect: 'NoSchedule' }] });
    cluster.run('web', { containers });
    const pod = await cluster.until('web', 'left alone', (now) => conditions(now).PodScheduled === 'False');
    const message = `0/2 nodes are available: 1 node(s) had untolerated taint(s), 1 node(s) were unschedulable. ${PREEMPTION}`;
    const condition = pod.status?.conditions?.find(({ type }) => type === 'PodScheduled');
    assert.equal(condition?.reason, 'Unschedulable');
    assert.equal(condition.message, message);
    assert.deepEqual(cluster.events('web'), [`FailedScheduling: ${message}`]);
    change('node-1', { unschedulable: false });
    assert.equal((await cluster.until('web', 'ready', isReady)).spec?.nodeName, 'node-1');
  });

  it('says so when no node has the labels', async () => {
    cluster.run('web', { containers, nodeSelector: { gpu: 'yes' } });
    await cluster.until('web', 'left alone', (now) => conditions(now).PodScheduled === 'False');
    const message = `0/2 nodes are available: 2 node(s) didn't match Pod's node affinity/selector. ${PREEMPTION}`;
    assert.deepEqual(cluster.events('web'), [`FailedScheduling: ${message}`]);
  });

  it('puts pods on tainted nodes that tolerate the taint', async () => {
    change('node-1', { taints: [{ key: 'dedicated', value: 'db', effect: 'NoSchedule' }] });
    const tolerations = [{ key: 'dedicated', operator: 'Equal', value: 'db', effect: 'NoSchedule' }];
    cluster.run('db', { containers, tolerations, nodeSelector: { 'kubernetes.io/hostname': 'node-1' } });
    assert.equal((await cluster.until('db', 'ready', isReady)).spec?.nodeName, 'node-1');
  });
});
