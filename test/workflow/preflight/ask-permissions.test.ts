import assert from 'node:assert/strict';
import type { RequiredPermission } from '../../../src/domain/permissions/required-permissions.ts';
import { askPermissions } from '../../../src/workflow/preflight/ask-permissions.ts';
import { InMemoryCluster } from '../../support/in-memory-cluster.ts';

const PATCH: RequiredPermission = { verb: 'patch', group: 'apps', resource: 'deployments', why: 'change it' };
const IN_THREE = ['shop', 'data', 'ops'].map((namespace) => ({ ...PATCH, namespace }));

describe('askPermissions', () => {
  const { signal } = new AbortController();

  it('asks once for all namespaces', async () => {
    const cluster = new InMemoryCluster();
    const asked = await askPermissions(cluster, IN_THREE, signal);
    assert.deepEqual(
      asked,
      IN_THREE.map((one) => ({ ...one, allowed: true })),
    );
    assert.deepEqual(cluster.reviews, ['patch deployments.apps *']);
  });

  it('asks for each only when it is not allowed in all', async () => {
    const cluster = new InMemoryCluster();
    cluster.permits = ({ namespace }) => namespace === 'shop' || namespace === 'ops';
    const asked = await askPermissions(cluster, IN_THREE, signal);
    assert.deepEqual(
      asked.map(({ allowed }) => allowed),
      [true, false, true],
    );
    assert.equal(cluster.reviews.length, 4);
  });

  it('asks for a single namespace alone', async () => {
    const cluster = new InMemoryCluster();
    await askPermissions(cluster, IN_THREE.slice(0, 1), signal);
    assert.deepEqual(cluster.reviews, ['patch deployments.apps shop']);
  });

  it('keeps names apart', async () => {
    const cluster = new InMemoryCluster();
    cluster.permits = ({ name }) => name === 'a';
    const named = ['a', 'b'].map((name) => ({ ...PATCH, namespace: 'shop', name }));
    const asked = await askPermissions(cluster, named, signal);
    assert.deepEqual(
      asked.map(({ allowed }) => allowed),
      [true, false],
    );
  });
});
