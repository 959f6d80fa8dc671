import assert from 'node:assert/strict';
import {
  CONTROLLER_REVISIONS,
  DAEMON_SETS,
  NODES,
  PODS,
} from '../../../../src/sandbox/objects/api-resources.ts';
import type { Pod } from '../../../../src/sandbox/controllers/kinds.ts';
import { image, spec, template } from '../builders.ts';
import { NAMESPACE, TestCluster } from '../test-cluster.ts';

describe('DaemonSet controller', () => {
  let cluster: TestCluster;

  beforeEach(() => {
    cluster = new TestCluster();
    for (const name of ['node-1', 'node-2', 'node-3']) node(name);
  });

  afterEach(() => {
    cluster.stop();
  });

  it('puts a pod on every node, by affinity', async () => {
    const { metadata, status } = await cluster.create(DAEMON_SETS, agent());
    assert.deepEqual(nodes(), ['node-1', 'node-2', 'node-3']);
    const pod = cluster.pods().find((one) => one.spec?.nodeName === 'node-2') ?? assert.fail();
    assert.deepEqual(pod.spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution, {
      nodeSelectorTerms: [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: ['node-2'] }] }],
    });
    const [revision] = cluster.list(CONTROLLER_REVISIONS);
    const hash = pod.metadata.labels?.['controller-revision-hash'];
    assert.equal(revision?.metadata.name, `agent-${hash}`);
    assert.deepEqual(status, {
      currentNumberScheduled: 3,
      desiredNumberScheduled: 3,
      numberMisscheduled: 0,
      numberReady: 3,
      numberAvailable: 3,
      updatedNumberScheduled: 3,
      observedGeneration: metadata.generation,
    });
  });

  it('follows nodes that come and change', async () => {
    await cluster.create(DAEMON_SETS, agent({ nodeSelector: { disk: 'ssd' } }));
    assert.deepEqual(nodes(), []);
    node('node-4', { labels: { disk: 'ssd' } });
    await cluster.settle();
    assert.deepEqual(nodes(), ['node-4']);
    cluster.objects.update(NODES, { name: 'node-4' }, (current) => ({
      ...current,
      metadata: { ...current.metadata, labels: {} },
    }));
    await cluster.settle();
    assert.deepEqual(nodes(), []);
  });

  const taint = { key: 'dedicated', value: 'gpu', effect: 'NoSchedule' };
  for (const { name, tolerations, taints, there } of [
    { name: 'stays away from a taint', tolerations: [], taints: [taint], there: false },
    {
      name: 'tolerates what it says',
      tolerations: [{ key: 'dedicated', operator: 'Exists' }],
      taints: [taint],
      there: true,
    },
    {
      name: 'tolerates not the value of another',
      tolerations: [{ key: 'dedicated', value: 'cpu', effect: 'NoSchedule' }],
      taints: [taint],
      there: false,
    },
    {
      name: 'tolerates all when it says so',
      tolerations: [{ operator: 'Exists' }],
      taints: [taint],
      there: true,
    },
    {
      name: 'goes to nodes that are cordoned or not ready',
      tolerations: [],
      taints: [
        { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' },
        { key: 'node.kubernetes.io/not-ready', effect: 'NoExecute' },
      ],
      there: true,
    },
  ]) {
    it(name, async () => {
      node('tainted', { taints });
      await cluster.create(DAEMON_SETS, agent({ tolerations }));
      assert.equal(nodes().includes('tainted'), there);
    });
  }

  it('updates one node at a time, and stops at a template that does not get ready', async () => {
    await cluster.create(DAEMON_SETS, agent());
    cluster.kubelet.fate = () => 'stuck';
    await cluster.update(DAEMON_SETS, 'agent', image('app:2'));
    assert.deepEqual(images(), ['app:1', 'app:1', 'app:2']);
    const { updatedNumberScheduled, numberUnavailable } = cluster.get(DAEMON_SETS, 'agent').status ?? {};
    assert.deepEqual([updatedNumberScheduled, numberUnavailable], [1, 1]);
    cluster.kubelet.fate = () => 'ready';
    cluster.kubelet.put(stuck()?.metadata.name ?? '', 'ready');
    await cluster.settle();
    assert.deepEqual(images(), ['app:2', 'app:2', 'app:2']);
  });

  it('updates as many nodes at a time as may be unavailable', async () => {
    await cluster.create(DAEMON_SETS, agent({}, { updateStrategy: rolling({ maxUnavailable: '50%' }) }));
    cluster.kubelet.fate = () => 'stuck';
    await cluster.update(DAEMON_SETS, 'agent', image('app:2'));
    assert.deepEqual(images(), ['app:1', 'app:2', 'app:2']);
  });

  it('replaces a pod that does not serve at once when its template was put right', async () => {
    cluster.kubelet.fate = () => 'stuck';
    await cluster.create(DAEMON_SETS, agent());
    cluster.kubelet.fate = () => 'ready';
    await cluster.update(DAEMON_SETS, 'agent', image('app:2'));
    assert.deepEqual(images(), ['app:2', 'app:2', 'app:2']);
  });

  it('surges: the old pod stays until the new one serves', async () => {
    const updateStrategy = rolling({ maxSurge: 1, maxUnavailable: 0 });
    await cluster.create(DAEMON_SETS, agent({}, { updateStrategy }));
    cluster.kubelet.fate = () => 'stuck';
    await cluster.update(DAEMON_SETS, 'agent', image('app:2'));
    assert.deepEqual(images(), ['app:1', 'app:1', 'app:1', 'app:2']);
    cluster.kubelet.fate = () => 'ready';
    cluster.kubelet.put(stuck()?.metadata.name ?? '', 'ready');
    await cluster.settle();
    assert.deepEqual(images(), ['app:2', 'app:2', 'app:2']);
  });

  it('OnDelete leaves pods alone until they are deleted', async () => {
    await cluster.create(DAEMON_SETS, agent({}, { updateStrategy: { type: 'OnDelete' } }));
    await cluster.update(DAEMON_SETS, 'agent', image('app:2'));
    assert.deepEqual(images(), ['app:1', 'app:1', 'app:1']);
    const first = cluster.pods()[0] ?? assert.fail();
    cluster.objects.delete(PODS, first.metadata);
    await cluster.settle();
    assert.equal(images().filter((one) => one === 'app:2').length, 1);
  });

  it('replaces a pod that failed', async () => {
    await cluster.create(DAEMON_SETS, agent());
    const { name: first } =
      cluster.pods().find(({ spec }) => spec?.nodeName === 'node-1')?.metadata ?? assert.fail();
    cluster.kubelet.put(first, 'failed');
    await cluster.settle();
    assert.equal(
      cluster.pods().some(({ metadata }) => metadata.name === first),
      false,
    );
    assert.equal(cluster.get(DAEMON_SETS, 'agent').status?.numberReady, 3);
  });

  it('counts a pod as available only after minReadySeconds', async () => {
    await cluster.create(DAEMON_SETS, agent({}, { minReadySeconds: 5 }));
    assert.equal(cluster.get(DAEMON_SETS, 'agent').status?.numberUnavailable, 3);
    await cluster.pass(5);
    assert.equal(cluster.get(DAEMON_SETS, 'agent').status?.numberAvailable, 3);
  });

  it('takes pods away that wait for a node that is gone', async () => {
    cluster.kubelet.fate = () => 'ignore';
    await cluster.create(DAEMON_SETS, agent());
    assert.equal(cluster.pods().length, 3);
    cluster.objects.delete(NODES, { name: 'node-3' });
    await cluster.settle();
    assert.equal(cluster.pods().length, 2);
  });

  it('takes its pods away from nodes that it no longer selects', async () => {
    await cluster.create(DAEMON_SETS, agent());
    const template = cluster.get(DAEMON_SETS, 'agent').spec?.template;
    const selecting = { ...template, spec: { ...template?.spec, nodeSelector: { disk: 'ssd' } } };
    await cluster.update(DAEMON_SETS, 'agent', spec({ template: selecting }));
    assert.deepEqual(nodes(), []);
  });

  function node(name: string, { labels = {}, taints = [] as object[] } = {}): void {
    cluster.objects.create(NODES, { metadata: { name, labels }, spec: { taints } });
  }

  function nodes(): (string | undefined)[] {
    return cluster
      .pods()
      .map((pod) => pod.spec?.nodeName)
      .toSorted();
  }

  function images(): (string | undefined)[] {
    return cluster
      .pods()
      .map((pod) => pod.spec?.containers[0]?.image)
      .toSorted();
  }

  function stuck(): Pod | undefined {
    return cluster.pods().find(({ status }) => status?.phase === 'Pending');
  }
});

function agent(pod: object = {}, fields: object = {}) {
  return {
    metadata: { namespace: NAMESPACE, name: 'agent' },
    spec: {
      selector: { matchLabels: { app: 'agent' } },
      ...fields,
      template: template('agent', { pod: { ...pod } }),
    },
  };
}

function rolling(rollingUpdate: object) {
  return { type: 'RollingUpdate', rollingUpdate };
}
