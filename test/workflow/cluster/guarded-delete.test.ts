import assert from 'node:assert/strict';
import { ClusterError } from '../../../src/domain/errors.ts';
import { SECRETS } from '../../../src/domain/kubernetes/resource.ts';
import { guardedDelete } from '../../../src/workflow/cluster/guarded-delete.ts';
import { pullSecret } from '../../support/builders/secrets.ts';
import { InMemoryCluster } from '../../support/in-memory-cluster.ts';

const secret = pullSecret({ name: 'target' }, {});
const touched = { op: 'add', path: '/metadata/annotations', value: { touched: 'yes' } } as const;

describe('guardedDelete', () => {
  it('deletes what was seen', async () => {
    const cluster = new InMemoryCluster([secret]);
    assert.equal(await guardedDelete(cluster, { resource: SECRETS, seen: cluster.read(secret) }), true);
    assert.equal(cluster.find(secret), undefined);
  });

  it('looks again at what was changed since, and deletes that', async () => {
    const cluster = new InMemoryCluster([secret]);
    const seen = cluster.read(secret);
    cluster.edit(secret, [touched]);
    assert.equal(await guardedDelete(cluster, { resource: SECRETS, seen }), true);
    assert.deepEqual(cluster.writes, ['delete secrets shop/target', 'delete secrets shop/target']);
  });

  it('leaves what is not to go any more', async () => {
    const cluster = new InMemoryCluster([secret]);
    const seen = cluster.read(secret);
    cluster.edit(secret, [touched]);
    const stillDue = () => false;
    assert.equal(await guardedDelete(cluster, { resource: SECRETS, seen, stillDue }), false);
    assert.ok(cluster.find(secret));
  });

  it('leaves another object that has taken its name', async () => {
    const cluster = new InMemoryCluster([secret]);
    const seen = cluster.read(secret);
    cluster.put({ ...secret, metadata: { ...secret.metadata, uid: 'second' } });
    assert.equal(await guardedDelete(cluster, { resource: SECRETS, seen }), false);
    assert.ok(cluster.find(secret));
  });

  it('gives up where somebody keeps changing it', async () => {
    const cluster = new InMemoryCluster([secret]);
    cluster.refuse('delete', SECRETS, 'conflict');
    await assert.rejects(
      guardedDelete(cluster, { resource: SECRETS, seen: cluster.read(secret) }),
      (error) => error instanceof ClusterError && error.failure === 'conflict',
    );
    assert.equal(cluster.writes.length, 20);
  });
});
