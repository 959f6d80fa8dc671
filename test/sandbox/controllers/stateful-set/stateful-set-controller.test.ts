import assert from 'node:assert/strict';
import { CONTROLLER_REVISIONS, PODS, STATEFUL_SETS } from '../../../../src/sandbox/objects/api-resources.ts';
import { image, spec, workload } from '../builders.ts';
import { NAMESPACE, TestCluster } from '../test-cluster.ts';

describe('StatefulSet controller', () => {
  let cluster: TestCluster;
  /** Creations and deletions of pods, in their order. */
  let moves: string[];

  beforeEach(() => {
    cluster = new TestCluster();
    moves = [];
    cluster.objects.subscribe(({ resource, type, object, previous }) => {
      if (resource !== PODS) return;
      const told = type === 'MODIFIED' && previous?.metadata.deletionTimestamp === undefined;
      if (type === 'ADDED') moves.push(`+${object.metadata.name}`);
      else if (told && object.metadata.deletionTimestamp !== undefined)
        moves.push(`-${object.metadata.name}`);
    });
  });

  afterEach(() => {
    cluster.stop();
  });

  it('creates its pods in order, with their identity', async () => {
    const { metadata, status } = await cluster.create(STATEFUL_SETS, db({ replicas: 2 }));
    assert.deepEqual(moves, ['+db-0', '+db-1']);
    const [revision] = cluster.list(CONTROLLER_REVISIONS);
    const name = revision?.metadata.name ?? '';
    assert.match(name, /^db-[a-z0-9]+$/);
    const pod = cluster.get(PODS, 'db-1');
    assert.deepEqual(pod.metadata.labels, {
      app: 'db',
      'apps.kubernetes.io/pod-index': '1',
      'controller-revision-hash': name,
      'statefulset.kubernetes.io/pod-name': 'db-1',
    });
    assert.equal(pod.spec?.hostname, 'db-1');
    assert.equal(pod.spec.subdomain, 'db');
    assert.deepEqual(status, {
      observedGeneration: metadata.generation,
      replicas: 2,
      readyReplicas: 2,
      currentReplicas: 2,
      updatedReplicas: 2,
      availableReplicas: 2,
      collisionCount: 0,
      currentRevision: name,
      updateRevision: name,
    });
    assert.equal(cluster.events('db')[0], 'SuccessfulCreate: create Pod db-0 in StatefulSet db successful');
  });

  it('waits for a pod that is not ready before it creates the next', async () => {
    cluster.kubelet.fate = () => 'running';
    await cluster.create(STATEFUL_SETS, db());
    assert.deepEqual(moves, ['+db-0']);
    cluster.kubelet.put('db-0', 'ready');
    await cluster.settle();
    assert.deepEqual(moves, ['+db-0', '+db-1']);
  });

  it('waits minReadySeconds besides', async () => {
    await cluster.create(STATEFUL_SETS, db({ minReadySeconds: 5 }));
    assert.deepEqual(moves, ['+db-0']);
    await cluster.pass(5);
    assert.deepEqual(moves, ['+db-0', '+db-1']);
  });

  it('Parallel creates and ends pods at once', async () => {
    cluster.kubelet.fate = () => 'stuck';
    await cluster.create(STATEFUL_SETS, db({ podManagementPolicy: 'Parallel' }));
    assert.deepEqual(moves, ['+db-0', '+db-1', '+db-2']);
    await cluster.update(STATEFUL_SETS, 'db', spec({ replicas: 0 }));
    assert.equal(moves.length, 6);
  });

  it('updates from the highest ordinal down, one at a time', async () => {
    await cluster.create(STATEFUL_SETS, db());
    moves.length = 0;
    await cluster.update(STATEFUL_SETS, 'db', image('app:2'));
    assert.deepEqual(moves, ['-db-2', '+db-2', '-db-1', '+db-1', '-db-0', '+db-0']);
    const { currentRevision, updateRevision, updatedReplicas } =
      cluster.get(STATEFUL_SETS, 'db').status ?? {};
    assert.equal(currentRevision, updateRevision);
    assert.equal(updatedReplicas, 3);
  });

  it('does not replace a pod that cannot start when its template is put right, until somebody deletes it', async () => {
    await cluster.create(STATEFUL_SETS, db());
    cluster.kubelet.fate = (pod) => (pod.spec?.containers[0]?.image === 'app:gone' ? 'stuck' : 'ready');
    await cluster.update(STATEFUL_SETS, 'db', image('app:gone'));
    assert.deepEqual(images(), ['app:1', 'app:1', 'app:gone']);
    await cluster.update(STATEFUL_SETS, 'db', image('app:2'));
    assert.deepEqual(images(), ['app:1', 'app:1', 'app:gone']);
    await cluster.delete(PODS, 'db-2');
    assert.deepEqual(images(), ['app:2', 'app:2', 'app:2']);
  });

  it('leaves pods below the partition at their revision, also when they are deleted', async () => {
    await cluster.create(STATEFUL_SETS, db({ updateStrategy: rolling(2) }));
    await cluster.update(STATEFUL_SETS, 'db', image('app:2'));
    await cluster.delete(PODS, 'db-0');
    assert.deepEqual(images(), ['app:1', 'app:1', 'app:2']);
    await cluster.update(STATEFUL_SETS, 'db', spec({ updateStrategy: rolling(0) }));
    assert.deepEqual(images(), ['app:2', 'app:2', 'app:2']);
  });

  it('OnDelete leaves pods alone until they are deleted', async () => {
    await cluster.create(STATEFUL_SETS, db({ updateStrategy: { type: 'OnDelete' } }));
    await cluster.update(STATEFUL_SETS, 'db', image('app:2'));
    assert.deepEqual(images(), ['app:1', 'app:1', 'app:1']);
    await cluster.delete(PODS, 'db-0');
    assert.deepEqual(images(), ['app:2', 'app:1', 'app:1']);
  });

  for (const fate of ['failed', 'succeeded'] as const) {
    it(`creates a pod anew that has ${fate}`, async () => {
      await cluster.create(STATEFUL_SETS, db());
      const before = cluster.get(PODS, 'db-1').metadata.uid;
      cluster.kubelet.put('db-1', fate);
      await cluster.settle();
      assert.notEqual(cluster.get(PODS, 'db-1').metadata.uid, before);
      assert.equal(cluster.get(STATEFUL_SETS, 'db').status?.readyReplicas, 3);
    });
  }

  it('Parallel also updates one at a time, and waits for the one before', async () => {
    await cluster.create(STATEFUL_SETS, db({ podManagementPolicy: 'Parallel' }));
    cluster.kubelet.fate = () => 'stuck';
    await cluster.update(STATEFUL_SETS, 'db', image('app:2'));
    assert.deepEqual(images(), ['app:1', 'app:1', 'app:2']);
  });

  it('takes away a pod that is too many although it is not ready', async () => {
    cluster.kubelet.fate = ({ metadata }) => (metadata.name === 'db-2' ? 'running' : 'ready');
    await cluster.create(STATEFUL_SETS, db());
    await cluster.update(STATEFUL_SETS, 'db', spec({ replicas: 2 }));
    assert.equal(moves.at(-1), '-db-2');
  });

  it('adopts no pod that is not named after it', async () => {
    await cluster.create(STATEFUL_SETS, db());
    const containers = [{ name: 'app', image: 'app:1' }];
    const metadata = { namespace: NAMESPACE, labels: { app: 'db' } };
    for (const name of ['other', 'db-x']) {
      const { metadata: made } = await cluster.create(PODS, {
        metadata: { ...metadata, name },
        spec: { containers },
      });
      assert.equal(made.ownerReferences, undefined);
    }
  });

  it('takes away the highest pods when it shrinks', async () => {
    await cluster.create(STATEFUL_SETS, db());
    moves.length = 0;
    await cluster.update(STATEFUL_SETS, 'db', spec({ replicas: 1 }));
    assert.deepEqual(moves, ['-db-2', '-db-1']);
  });

  it('begins with its first ordinal', async () => {
    await cluster.create(STATEFUL_SETS, db({ replicas: 2, ordinals: { start: 5 } }));
    assert.deepEqual(moves, ['+db-5', '+db-6']);
  });

  it('gives a template that was there before its revision again, as the newest', async () => {
    await cluster.create(STATEFUL_SETS, db());
    await cluster.update(STATEFUL_SETS, 'db', image('app:2'));
    await cluster.update(STATEFUL_SETS, 'db', image('app:1'));
    const numbers = cluster.list(CONTROLLER_REVISIONS).map(({ revision }) => revision);
    assert.deepEqual(numbers.toSorted(), [2, 3]);
    assert.deepEqual(images(), ['app:1', 'app:1', 'app:1']);
  });

  it('keeps no more revisions than its limit, besides those in use', async () => {
    await cluster.create(STATEFUL_SETS, db({ revisionHistoryLimit: 1 }));
    for (const tag of ['2', '3', '4']) await cluster.update(STATEFUL_SETS, 'db', image(`app:${tag}`));
    const numbers = cluster.list(CONTROLLER_REVISIONS).map(({ revision }) => revision);
    assert.deepEqual(numbers.toSorted(), [3, 4]);
  });

  function images(): (string | undefined)[] {
    return ['db-0', 'db-1', 'db-2'].map(
      (name) => cluster.objects.get(PODS, { namespace: NAMESPACE, name })?.spec?.containers[0]?.image,
    );
  }
});

function db(fields: Readonly<Record<string, unknown>> = {}) {
  return workload({ name: 'db', spec: { serviceName: 'db', ...fields } });
}

function rolling(partition: number) {
  return { type: 'RollingUpdate', rollingUpdate: { partition } };
}
