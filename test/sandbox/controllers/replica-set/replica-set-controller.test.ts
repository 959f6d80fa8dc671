import assert from 'node:assert/strict';
import type { V1ReplicaSet } from '@kubernetes/client-node';
import { ApiFailure } from '../../../../src/sandbox/objects/api-failure.ts';
import type { ApiResource } from '../../../../src/sandbox/objects/api-resource.ts';
import {
  PODS,
  REPLICA_SETS,
  REPLICATION_CONTROLLERS,
} from '../../../../src/sandbox/objects/api-resources.ts';
import type { Plain } from '../../../../src/sandbox/objects/stored.ts';
import { spec, workload } from '../builders.ts';
import { NAMESPACE, TestCluster } from '../test-cluster.ts';

/** One type for both kinds, which have the same fields here. */
type Kind = ApiResource<Plain<V1ReplicaSet>>;

const KINDS = [
  {
    kind: 'ReplicaSet',
    resource: REPLICA_SETS,
    cache: (fields: object = {}) => workload({ name: 'cache', spec: { ...fields } }),
  },
  {
    kind: 'ReplicationController',
    resource: REPLICATION_CONTROLLERS as unknown as Kind,
    cache: (fields: object = {}) =>
      workload({ name: 'cache', spec: { selector: { app: 'cache' }, ...fields } }),
  },
] as const;

for (const { kind, resource, cache } of KINDS) {
  describe(`${kind} controller`, () => {
    let cluster: TestCluster;

    beforeEach(() => {
      cluster = new TestCluster();
    });

    afterEach(() => {
      cluster.stop();
    });

    it('creates pods of its own', async () => {
      const { metadata, status } = await cluster.create(resource, cache());
      const pods = cluster.pods();
      assert.equal(pods.length, 3);
      const owner = { kind, name: 'cache', uid: metadata.uid, controller: true, blockOwnerDeletion: true };
      for (const pod of pods) {
        assert.match(pod.metadata.name, /^cache-[a-z0-9]{5}$/);
        const [{ apiVersion, ...reference } = assert.fail()] = pod.metadata.ownerReferences ?? [];
        assert.deepEqual(reference, owner);
        assert.match(apiVersion, /v1$/);
      }
      const { terminatingReplicas, ...counters } = status ?? {};
      assert.equal(terminatingReplicas, kind === 'ReplicaSet' ? 0 : undefined);
      assert.deepEqual(counters, {
        replicas: 3,
        fullyLabeledReplicas: 3,
        readyReplicas: 3,
        availableReplicas: 3,
        observedGeneration: metadata.generation,
      });
      const created = pods.map(({ metadata: { name } }) => `SuccessfulCreate: Created pod: ${name}`);
      assert.deepEqual(cluster.events('cache').toSorted(), created.toSorted());
    });

    it('replaces pods that are deleted or have ended', async () => {
      await cluster.create(resource, cache());
      const [first, second] = cluster.pods();
      await cluster.delete(PODS, first?.metadata.name ?? '');
      cluster.kubelet.put(second?.metadata.name ?? '', 'failed');
      await cluster.settle();
      assert.equal(cluster.pods().filter((pod) => pod.status?.phase === 'Running').length, 3);
    });

    it('gives up a pod that no longer matches, and adopts one that does', async () => {
      await cluster.create(resource, cache({ replicas: 1 }));
      const { name } = cluster.pods()[0]?.metadata ?? assert.fail();
      const label = (app: string) =>
        cluster.update(PODS, name, (pod) => ({ ...pod, metadata: { ...pod.metadata, labels: { app } } }));
      await label('other');
      assert.equal(cluster.get(PODS, name).metadata.ownerReferences?.length ?? 0, 0);
      assert.equal(cluster.pods().length, 2);
      await label('cache');
      assert.equal(cluster.pods().length, 1);
    });

    it('adopts nothing any more while it is being deleted', async () => {
      const { metadata, ...draft } = cache({ replicas: 1 });
      await cluster.create(resource, {
        metadata: { ...metadata, finalizers: ['example.com/held'] },
        ...draft,
      });
      await cluster.delete(resource, 'cache');
      const labels = { app: 'cache' };
      const containers = [{ name: 'app', image: 'app:1' }];
      const bare = await cluster.create(PODS, {
        metadata: { namespace: NAMESPACE, name: 'bare', labels },
        spec: { containers },
      });
      assert.equal(bare.metadata.ownerReferences, undefined);
    });

    it('tells why it gets no pods, and tries again ever less often', async () => {
      const tries: number[] = [];
      cluster.stop();
      cluster = new TestCluster({
        refuse: () => {
          tries.push(cluster.clock.now().getTime());
          throw new ApiFailure(403, 'Forbidden', 'pods "cache" is forbidden: no room');
        },
      });
      await cluster.create(resource, cache());
      const { status } = cluster.get(resource, 'cache');
      assert.deepEqual(
        status?.conditions?.map(({ type, status: is, reason, message }) => [type, is, reason, message]),
        [['ReplicaFailure', 'True', 'FailedCreate', 'pods "cache" is forbidden: no room']],
      );
      const [event] = cluster.events('cache');
      assert.equal(event, 'FailedCreate: Error creating: pods "cache" is forbidden: no room');
      await cluster.pass(1);
      const first = tries.length;
      assert.ok(first > 2 && first < 12, `${first} tries`);
      await cluster.pass(1);
      assert.ok(tries.length - first < 2, `${tries.length - first} more`);
    });
  });
}

describe('pods of a ReplicaSet that are too many', () => {
  let cluster: TestCluster;

  beforeEach(() => {
    cluster = new TestCluster();
  });

  afterEach(() => {
    cluster.stop();
  });

  it('go first when they have no node, then when they are not ready', async () => {
    await cluster.create(REPLICA_SETS, workload({ name: 'cache', spec: { replicas: 2 } }));
    const ready = names();
    cluster.kubelet.fate = () => 'running';
    await cluster.update(REPLICA_SETS, 'cache', spec({ replicas: 3 }));
    const unready = names().filter((name) => !ready.includes(name));
    cluster.kubelet.fate = () => 'ignore';
    await cluster.update(REPLICA_SETS, 'cache', spec({ replicas: 4 }));
    await cluster.update(REPLICA_SETS, 'cache', spec({ replicas: 3 }));
    assert.deepEqual(names(), [...ready, ...unready].toSorted());
    await cluster.update(REPLICA_SETS, 'cache', spec({ replicas: 2 }));
    assert.deepEqual(names(), ready);
  });

  function names(): string[] {
    return cluster.pods().map(({ metadata }) => metadata.name);
  }
});
