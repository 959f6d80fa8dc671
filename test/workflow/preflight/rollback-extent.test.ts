import assert from 'node:assert/strict';
import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';
import { SECRETS } from '../../../src/domain/kubernetes/resource.ts';
import { rollbackExtent } from '../../../src/workflow/preflight/rollback-extent.ts';
import { secret, pullSecret } from '../../support/builders/secrets.ts';
import { InMemoryCluster } from '../../support/in-memory-cluster.ts';

const REACH = {
  scope: { namespaces: [], excludeNamespaces: [] },
  customImages: [],
  stateNamespace: 'registry-switch',
};

describe('rollbackExtent', () => {
  const { signal } = new AbortController();

  it('names the Secrets that a switch created or extended', async () => {
    const labels = { 'app.kubernetes.io/managed-by': 'kubectl-registry-switch' };
    const annotations = { 'registry-switch.io/backup-of': 'pull' };
    const cluster = new InMemoryCluster([
      pullSecret({ name: 'target', labels }, { 'new.example': 'puller:s3cret' }),
      pullSecret({ name: 'unfilled', labels }, {}),
      pullSecret({ name: 'theirs' }, {}),
      secret({ name: 'pull-before-registry-switch', labels, annotations }, {}),
      secret({ name: 'registry-switch-copy', labels }, {}),
    ]);
    const { pullSecrets, registrySecrets } = await rollbackExtent(cluster, [], REACH, signal);
    assert.deepEqual(pullSecrets, [
      { namespace: 'shop', name: 'target', isUnfilled: false },
      { namespace: 'shop', name: 'unfilled', isUnfilled: true },
    ]);
    assert.deepEqual(registrySecrets, [{ namespace: 'shop', name: 'pull' }]);
  });

  it('tells whether the namespace of lease and journals is there', async () => {
    const stateNamespace = async (...objects: readonly KubernetesObject[]) =>
      (await rollbackExtent(new InMemoryCluster(objects), [], REACH, signal)).stateNamespace;
    assert.deepEqual(await stateNamespace(), { name: 'registry-switch', missing: true });
    const there = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'registry-switch' } };
    assert.deepEqual(await stateNamespace(there), { name: 'registry-switch', missing: false });
  });

  it('leaves it to the question for permissions that Secrets may not be listed', async () => {
    const cluster = new InMemoryCluster();
    cluster.refuse('list', SECRETS, 'forbidden');
    assert.deepEqual((await rollbackExtent(cluster, [], REACH, signal)).pullSecrets, []);
  });
});
