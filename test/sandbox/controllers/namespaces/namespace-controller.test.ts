import assert from 'node:assert/strict';
import {
  CONFIG_MAPS,
  DEPLOYMENTS,
  NAMESPACES,
  SECRETS,
  SERVICE_ACCOUNTS,
} from '../../../../src/sandbox/objects/api-resources.ts';
import { workload } from '../builders.ts';
import { NAMESPACE, TestCluster } from '../test-cluster.ts';

describe('namespaces', () => {
  let cluster: TestCluster;

  beforeEach(async () => {
    cluster = new TestCluster();
    await cluster.settle();
  });

  afterEach(() => {
    cluster.stop();
  });

  it('get a service account and the certificate of the cluster', () => {
    assert.equal(cluster.get(SERVICE_ACCOUNTS, 'default').metadata.name, 'default');
    assert.deepEqual(cluster.get(CONFIG_MAPS, 'kube-root-ca.crt').data, { 'ca.crt': 'CA' });
  });

  it('get them again when they are deleted or changed', async () => {
    await cluster.delete(SERVICE_ACCOUNTS, 'default');
    await cluster.delete(CONFIG_MAPS, 'kube-root-ca.crt');
    assert.equal(cluster.get(SERVICE_ACCOUNTS, 'default').metadata.name, 'default');
    await cluster.update(CONFIG_MAPS, 'kube-root-ca.crt', (current) => ({ ...current, data: {} }));
    assert.deepEqual(cluster.get(CONFIG_MAPS, 'kube-root-ca.crt').data, { 'ca.crt': 'CA' });
  });

  it('take all that is in them along, and go', async () => {
    await cluster.create(DEPLOYMENTS, workload());
    cluster.objects.create(SECRETS, { metadata: { namespace: NAMESPACE, name: 'login' } });
    cluster.objects.delete(NAMESPACES, { name: NAMESPACE });
    await cluster.settle();
    assert.equal(cluster.objects.get(NAMESPACES, { name: NAMESPACE }), undefined);
    assert.deepEqual(cluster.pods(), []);
    for (const resource of [DEPLOYMENTS, SECRETS, SERVICE_ACCOUNTS, CONFIG_MAPS]) {
      assert.deepEqual(cluster.list<unknown>(resource), []);
    }
  });

  it('wait for what a finalizer holds', async () => {
    cluster.objects.create(SECRETS, {
      metadata: { namespace: NAMESPACE, name: 'held', finalizers: ['example.com/held'] },
    });
    cluster.objects.delete(NAMESPACES, { name: NAMESPACE });
    await cluster.settle();
    assert.equal(cluster.objects.get(NAMESPACES, { name: NAMESPACE })?.status?.phase, 'Terminating');
    await cluster.update(SECRETS, 'held', (current) => ({
      ...current,
      metadata: { ...current.metadata, finalizers: [] },
    }));
    assert.equal(cluster.objects.get(NAMESPACES, { name: NAMESPACE }), undefined);
  });
});
