import assert from 'node:assert/strict';
import {
  CONFIG_MAPS,
  DEPLOYMENTS,
  NAMESPACES,
  PODS,
  REPLICA_SETS,
  SECRETS,
} from '../../../../src/sandbox/objects/api-resources.ts';
import type { Stored } from '../../../../src/sandbox/objects/stored.ts';
import { workload } from '../builders.ts';
import { NAMESPACE, TestCluster } from '../test-cluster.ts';

describe('garbage collector', () => {
  let cluster: TestCluster;

  beforeEach(() => {
    cluster = new TestCluster();
  });

  afterEach(() => {
    cluster.stop();
  });

  it('deletes what a deleted Deployment leaves behind', async () => {
    await cluster.create(DEPLOYMENTS, workload());
    await cluster.delete(DEPLOYMENTS, 'web');
    assert.deepEqual(cluster.list(REPLICA_SETS), []);
    assert.deepEqual(cluster.pods(), []);
  });

  it('lets a Deployment go only after its ReplicaSet and pods, in the foreground', async () => {
    const gone: string[] = [];
    await cluster.create(DEPLOYMENTS, workload());
    cluster.objects.subscribe(({ type, object }) => {
      if (type === 'DELETED') gone.push(object.kind);
    });
    cluster.objects.delete(DEPLOYMENTS, named('web'), { propagationPolicy: 'Foreground' });
    await cluster.settle();
    assert.deepEqual(gone, ['Pod', 'Pod', 'Pod', 'ReplicaSet', 'Deployment']);
  });

  it('leaves orphans alone, without their owner', async () => {
    await cluster.create(DEPLOYMENTS, workload());
    cluster.objects.delete(DEPLOYMENTS, named('web'), { propagationPolicy: 'Orphan' });
    await cluster.settle();
    assert.equal(cluster.objects.get(DEPLOYMENTS, named('web')), undefined);
    assert.deepEqual(
      cluster.list(REPLICA_SETS).map(({ metadata }) => metadata.ownerReferences),
      [undefined],
    );
    assert.equal(cluster.pods().length, 3);
  });

  it('keeps what has another owner, and takes the lost one away', async () => {
    const [first, second] = [await configMap('first'), await configMap('second')];
    await configMap('shared', [first, second]);
    await cluster.delete(CONFIG_MAPS, 'first');
    const { ownerReferences } = cluster.get(CONFIG_MAPS, 'shared').metadata;
    assert.deepEqual(
      ownerReferences?.map(({ name }) => name),
      ['second'],
    );
    await cluster.delete(CONFIG_MAPS, 'second');
    assert.equal(cluster.objects.get(CONFIG_MAPS, named('shared')), undefined);
  });

  it('deletes what is created for an owner that does not exist', async () => {
    const owner = await configMap('owner');
    await cluster.delete(CONFIG_MAPS, 'owner');
    cluster.objects.create(SECRETS, {
      metadata: { ...named('late'), ownerReferences: [reference(owner)] },
    });
    await cluster.settle();
    assert.equal(cluster.objects.get(SECRETS, named('late')), undefined);
  });

  for (const [name, change] of [
    ['kind', { kind: 'Secret' }],
    ['name', { name: 'another' }],
  ] as const) {
    it(`takes an owner for gone that has another ${name}`, async () => {
      const owner = await configMap('owner');
      const ownerReferences = [{ ...reference(owner), ...change }];
      cluster.objects.create(SECRETS, { metadata: { ...named('wrong'), ownerReferences } });
      await cluster.settle();
      assert.equal(cluster.objects.get(SECRETS, named('wrong')), undefined);
    });
  }

  it('takes an owner for gone that is in another namespace', async () => {
    const owner = await configMap('owner');
    cluster.objects.create(NAMESPACES, { metadata: { name: 'other' } });
    const metadata = { namespace: 'other', name: 'far', ownerReferences: [reference(owner)] };
    cluster.objects.create(SECRETS, { metadata });
    await cluster.settle();
    assert.equal(cluster.objects.get(SECRETS, metadata), undefined);
  });

  it('leaves alone what nobody owns', async () => {
    await configMap('free');
    cluster.objects.create(PODS, {
      metadata: named('bare'),
      spec: { containers: [{ name: 'a', image: 'a' }] },
    });
    await cluster.settle();
    assert.equal(cluster.get(CONFIG_MAPS, 'free').metadata.name, 'free');
    assert.equal(cluster.get(PODS, 'bare').metadata.name, 'bare');
  });

  async function configMap(name: string, owners: readonly Stored[] = []) {
    const ownerReferences = owners.map(reference);
    return cluster.create(CONFIG_MAPS, {
      metadata: { ...named(name), ...(owners.length === 0 ? {} : { ownerReferences }) },
    });
  }
});

function reference({ apiVersion, kind, metadata: { name, uid } }: Stored) {
  return { apiVersion, kind, name, uid };
}

function named(name: string) {
  return { namespace: NAMESPACE, name };
}
