import assert from 'node:assert/strict';
import { DEPLOYMENTS, REPLICA_SETS } from '../../../../src/sandbox/objects/api-resources.ts';
import { image, spec, workload } from '../builders.ts';
import { NAMESPACE, TestCluster } from '../test-cluster.ts';

describe('Deployment controller', () => {
  let cluster: TestCluster;

  beforeEach(() => {
    cluster = new TestCluster();
  });

  afterEach(() => {
    cluster.stop();
  });

  it('creates a ReplicaSet named by the template hash, and reports it available', async () => {
    const { status, metadata } = await cluster.create(DEPLOYMENTS, workload());
    const [replicaSet] = cluster.list(REPLICA_SETS);
    const hash = replicaSet?.metadata.labels?.['pod-template-hash'];
    assert.match(hash ?? '', /^[bcdfghjklmnpqrstvwxz2456789]{5,10}$/);
    assert.equal(replicaSet?.metadata.name, `web-${hash}`);
    assert.deepEqual(replicaSet.spec?.selector.matchLabels, { app: 'web', 'pod-template-hash': hash });
    assert.equal(replicaSet.spec.minReadySeconds, undefined);
    assert.deepEqual(replicaSet.metadata.annotations, {
      'deployment.kubernetes.io/desired-replicas': '3',
      'deployment.kubernetes.io/max-replicas': '4',
      'deployment.kubernetes.io/revision': '1',
    });
    assert.equal(metadata.annotations?.['deployment.kubernetes.io/revision'], '1');
    const { conditions = [], ...counters } = status ?? {};
    assert.deepEqual(counters, {
      observedGeneration: metadata.generation,
      replicas: 3,
      updatedReplicas: 3,
      readyReplicas: 3,
      availableReplicas: 3,
      terminatingReplicas: 0,
    });
    const said = Object.fromEntries(
      conditions.map(({ type, status: is, reason }) => [type, `${is} ${reason}`]),
    );
    assert.deepEqual(said, {
      Available: 'True MinimumReplicasAvailable',
      Progressing: 'True NewReplicaSetAvailable',
    });
    assert.deepEqual(cluster.events('web'), [
      `ScalingReplicaSet: Scaled up replica set web-${hash} from 0 to 3`,
    ]);
  });

  it('rolls a new template out until only its pods are left', async () => {
    await cluster.create(DEPLOYMENTS, workload());
    await cluster.update(DEPLOYMENTS, 'web', image('app:2'));
    const images = cluster.pods().map((pod) => pod.spec?.containers[0]?.image);
    assert.deepEqual(images, ['app:2', 'app:2', 'app:2']);
    const sizes = cluster.list(REPLICA_SETS).map((set) => [revision(set), set.spec?.replicas]);
    assert.deepEqual(
      new Map(sizes as [string, number][]),
      new Map([
        ['1', 0],
        ['2', 3],
      ]),
    );
  });

  it('uses the ReplicaSet of an earlier template again, as a new revision', async () => {
    await cluster.create(DEPLOYMENTS, workload());
    const [first] = cluster.list(REPLICA_SETS);
    await cluster.update(DEPLOYMENTS, 'web', image('app:2'));
    await cluster.update(DEPLOYMENTS, 'web', image('app:1'));
    const again = cluster.get(REPLICA_SETS, first?.metadata.name ?? '');
    assert.equal(again.spec?.replicas, 3);
    assert.equal(revision(again), '3');
    assert.equal(again.metadata.annotations?.['deployment.kubernetes.io/revision-history'], '1');
    assert.equal(cluster.list(REPLICA_SETS).length, 2);
    assert.equal(revision(cluster.get(DEPLOYMENTS, 'web')), '3');
  });

  it('stops at a template whose pods never get ready, with as many old pods as must be available', async () => {
    await cluster.create(DEPLOYMENTS, workload({ spec: { replicas: 4 } }));
    cluster.kubelet.fate = () => 'stuck';
    await cluster.update(DEPLOYMENTS, 'web', image('app:broken'));
    assert.deepEqual(sizes(), { '1': 3, '2': 2 });
    const { status } = cluster.get(DEPLOYMENTS, 'web');
    assert.equal(status?.availableReplicas, 3);
    assert.equal(status.unavailableReplicas, 2);
    assert.equal(status.updatedReplicas, 2);
  });

  it('takes pods away that are not available anyway, so that a template that was put right gets through', async () => {
    cluster.kubelet.fate = () => 'stuck';
    await cluster.create(DEPLOYMENTS, workload());
    cluster.kubelet.fate = () => 'ready';
    await cluster.update(DEPLOYMENTS, 'web', image('app:2'));
    assert.deepEqual(sizes(), { '1': 0, '2': 3 });
  });

  it('tells when the deadline for progress is over, and that it goes on once it does', async () => {
    cluster.kubelet.fate = () => 'stuck';
    await cluster.create(DEPLOYMENTS, workload({ spec: { progressDeadlineSeconds: 60 } }));
    await cluster.pass(50);
    assert.equal(progressing(), 'True ReplicaSetUpdated');
    await cluster.pass(11);
    assert.equal(progressing(), 'False ProgressDeadlineExceeded');
    for (const { metadata } of cluster.pods()) cluster.kubelet.put(metadata.name, 'ready');
    await cluster.settle();
    assert.equal(progressing(), 'True NewReplicaSetAvailable');
  });

  it('Recreate ends all old pods before it begins new ones', async () => {
    const seen: string[] = [];
    await cluster.create(DEPLOYMENTS, workload({ spec: { strategy: { type: 'Recreate' } } }));
    cluster.objects.subscribe(() => {
      seen.push([...new Set(cluster.pods().map((pod) => pod.spec?.containers[0]?.image))].join('+'));
    });
    await cluster.update(DEPLOYMENTS, 'web', image('app:2'));
    assert.deepEqual([...new Set(seen)], ['app:1', '', 'app:2']);
  });

  it('does not roll out while it is paused, but scales', async () => {
    await cluster.create(DEPLOYMENTS, workload());
    await cluster.update(DEPLOYMENTS, 'web', spec({ paused: true }));
    await cluster.update(DEPLOYMENTS, 'web', image('app:2'));
    await cluster.update(DEPLOYMENTS, 'web', spec({ replicas: 5 }));
    assert.deepEqual(sizes(), { '1': 5 });
    assert.equal(progressing(), 'Unknown DeploymentPaused');
    await cluster.update(DEPLOYMENTS, 'web', spec({ paused: false }));
    assert.deepEqual(sizes(), { '1': 0, '2': 5 });
    assert.equal(progressing(), 'True NewReplicaSetAvailable');
  });

  it('keeps only so many old ReplicaSets as the history may have', async () => {
    await cluster.create(DEPLOYMENTS, workload({ spec: { revisionHistoryLimit: 1 } }));
    for (const tag of ['2', '3', '4']) await cluster.update(DEPLOYMENTS, 'web', image(`app:${tag}`));
    assert.deepEqual(sizes(), { '3': 0, '4': 3 });
  });

  it('goes on to a new size in the middle of a rollout', async () => {
    await cluster.create(DEPLOYMENTS, workload({ spec: { replicas: 10, strategy: rolling(3, 2) } }));
    cluster.kubelet.fate = () => 'stuck';
    await cluster.update(DEPLOYMENTS, 'web', image('app:broken'));
    assert.deepEqual(sizes(), { '1': 8, '2': 5 });
    await cluster.update(DEPLOYMENTS, 'web', spec({ replicas: 15 }));
    assert.deepEqual(sizes(), { '1': 8, '2': 10 });
  });

  it('counts a pod as available only after minReadySeconds', async () => {
    await cluster.create(DEPLOYMENTS, workload({ spec: { replicas: 1, minReadySeconds: 10 } }));
    assert.equal(cluster.get(DEPLOYMENTS, 'web').status?.availableReplicas, undefined);
    await cluster.pass(10);
    assert.equal(cluster.get(DEPLOYMENTS, 'web').status?.availableReplicas, 1);
  });

  it('hands a changed minReadySeconds down without a rollout', async () => {
    await cluster.create(DEPLOYMENTS, workload());
    await cluster.update(DEPLOYMENTS, 'web', spec({ minReadySeconds: 7 }));
    const sets = cluster.list(REPLICA_SETS);
    assert.deepEqual(
      sets.map((set) => set.spec?.minReadySeconds),
      [7],
    );
  });

  it('hands the annotations down to its ReplicaSet, but not those of kubectl apply', async () => {
    const annotations = { note: 'a', 'kubectl.kubernetes.io/last-applied-configuration': '{}' };
    await cluster.create(DEPLOYMENTS, workload({ annotations }));
    const kept = cluster.list(REPLICA_SETS)[0]?.metadata.annotations ?? {};
    assert.equal(kept.note, 'a');
    assert.equal('kubectl.kubernetes.io/last-applied-configuration' in kept, false);
  });

  it('adopts a ReplicaSet that nobody controls', async () => {
    await cluster.create(DEPLOYMENTS, workload());
    const [set] = cluster.list(REPLICA_SETS);
    const name = set?.metadata.name ?? '';
    cluster.objects.update(REPLICA_SETS, { namespace: NAMESPACE, name }, (current) => ({
      ...current,
      metadata: { ...current.metadata, ownerReferences: [] },
    }));
    await cluster.settle();
    const owner = cluster.get(REPLICA_SETS, name).metadata.ownerReferences?.[0];
    assert.equal(owner?.uid, cluster.get(DEPLOYMENTS, 'web').metadata.uid);
  });

  function revision({ metadata }: { metadata: { annotations?: Readonly<Record<string, string>> } }) {
    return metadata.annotations?.['deployment.kubernetes.io/revision'];
  }

  function sizes(): Record<string, number | undefined> {
    const all = cluster.list(REPLICA_SETS).map((set) => [revision(set), set.spec?.replicas] as const);
    return Object.fromEntries(all) as Record<string, number | undefined>;
  }

  function progressing(): string {
    const { conditions = [] } = cluster.get(DEPLOYMENTS, 'web').status ?? {};
    const found = conditions.find(({ type }) => type === 'Progressing');
    return `${found?.status} ${found?.reason}`;
  }
});

function rolling(maxSurge: number | string, maxUnavailable: number | string) {
  return { type: 'RollingUpdate', rollingUpdate: { maxSurge, maxUnavailable } };
}
