import assert from 'node:assert/strict';
import { RECORD_ANNOTATION } from '../../../src/domain/change/record.ts';
import { ExpectedError } from '../../../src/domain/errors.ts';
import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';
import { SERVICE_ACCOUNTS } from '../../../src/domain/kubernetes/resource.ts';
import { changeLog } from '../../support/builders/change-log.ts';
import { pod } from '../../support/builders/pod.ts';
import { pullSecret, secret, serviceAccount } from '../../support/builders/secrets.ts';
import { deployment, replicaSet, statefulSet } from '../../support/builders/workloads.ts';
import { InMemoryCluster } from '../../support/in-memory-cluster.ts';
import { NEW, OLD, record, runRollback, secretOutcomes } from './rollback-run.ts';

describe('rollBack: pull Secrets that a switch created', () => {
  const created = pullSecret(
    { name: 'target', labels: { 'app.kubernetes.io/managed-by': 'kubectl-registry-switch' } },
    { 'new.example': 'me:s3cret' },
  );
  const withSecret = deployment({
    image: NEW,
    pullSecrets: ['target'],
    annotations: changeLog([{ ...record, pullSecrets: ['target'] }]),
  });

  it('go when no workload names them any more', async () => {
    const cluster = new InMemoryCluster([withSecret, created]);
    const report = await runRollback(cluster);
    assert.deepEqual(report.secrets, [
      { namespace: 'shop', name: 'target', outcome: 'removed', message: 'no longer used by any workload' },
    ]);
    assert.equal(cluster.find(created), undefined);
    assert.deepEqual(cluster.read(withSecret).spec, deployment({ image: OLD }).spec);
  });

  const staying: readonly [string, readonly KubernetesObject[], string][] = [
    [
      'another workload names them',
      [statefulSet({ name: 'db', pullSecrets: ['target'] })],
      'it is used by StatefulSet shop/db',
    ],
    [
      'a service account names them',
      [serviceAccount({ name: 'builder' }, ['target'])],
      'it is used by ServiceAccount shop/builder',
    ],
    ['a pod names them', [pod({ name: 'web-1', pullSecrets: ['target'] })], 'it is used by Pod shop/web-1'],
  ];
  for (const [name, others, message] of staying) {
    it(`stay while ${name}, and are named`, async () => {
      const cluster = new InMemoryCluster([withSecret, created, ...others]);
      const kept = { namespace: 'shop', name: 'target', outcome: 'kept', message };
      assert.deepEqual((await runRollback(cluster)).secrets, [kept]);
      assert.deepEqual((await runRollback(cluster)).secrets, [kept]);
      assert.notEqual(cluster.find(created), undefined);
    });
  }

  it('go without a run only where a creation came late, so that there is nothing in them', async () => {
    const unfilled = pullSecret({ ...created.metadata, name: 'unfilled' }, {});
    const cluster = new InMemoryCluster([created, unfilled]);
    const { secrets } = await runRollback(cluster, [], {}, { isAlone: false });
    assert.deepEqual(
      secrets.map(({ name, outcome }) => `${name} ${outcome}`),
      ['unfilled removed'],
    );
    assert.notEqual(cluster.find(created), undefined);
  });

  it('stay while a workload could not be put back', async () => {
    const damaged = deployment({ name: 'damaged', annotations: { [RECORD_ANNOTATION]: '{' } });
    const cluster = new InMemoryCluster([withSecret, created, damaged]);
    assert.deepEqual((await runRollback(cluster)).secrets, []);
    assert.notEqual(cluster.find(created), undefined);
  });

  const inBank = pullSecret(
    {
      namespace: 'bank',
      name: 'target',
      labels: { 'app.kubernetes.io/managed-by': 'kubectl-registry-switch' },
    },
    { 'new.example': 'me:s3cret' },
  );

  it('go in other namespaces while a workload could not be put back', async () => {
    const damaged = deployment({ name: 'damaged', annotations: { [RECORD_ANNOTATION]: '{' } });
    const cluster = new InMemoryCluster([withSecret, created, damaged, inBank]);
    assert.deepEqual(
      (await runRollback(cluster)).secrets.map(({ namespace, outcome }) => [namespace, outcome]),
      [['bank', 'removed']],
    );
    assert.notEqual(cluster.find(created), undefined);
  });

  it('go although one in another namespace cannot be deleted, which is told', async () => {
    const cluster = new InMemoryCluster([inBank, created]);
    const remove = cluster.delete.bind(cluster);
    cluster.delete = async (resource, name, options) => {
      if (name.namespace === 'bank') throw new ExpectedError('another run took over namespace bank');
      return remove(resource, name, options);
    };
    const { secrets, warnings } = await runRollback(cluster);
    assert.deepEqual(
      secrets.map(({ namespace, outcome, message }) => [namespace, outcome, message]),
      [
        ['bank', 'kept', 'another run took over namespace bank'],
        ['shop', 'removed', 'no longer used by any workload'],
      ],
    );
    assert.deepEqual(warnings, []);
  });

  it('stay with what somebody has written into them', async () => {
    const fieldsV1 = { 'f:data': { 'f:.dockerconfigjson': {} } };
    const entry = { manager: 'kubectl-edit', operation: 'Update', apiVersion: 'v1', fieldsV1 };
    const edited = { ...created, metadata: { ...created.metadata, ...{ managedFields: [entry] } } };
    const cluster = new InMemoryCluster([withSecret, edited]);
    assert.deepEqual((await runRollback(cluster)).secrets, [
      { namespace: 'shop', name: 'target', outcome: 'kept', message: 'it was changed since' },
    ]);
  });

  it('stay for a workload of which something still comes from the target, as does its record', async () => {
    const deployed = { ...withSecret, spec: deployment({ image: `${NEW}2`, pullSecrets: ['target'] }).spec };
    const cluster = new InMemoryCluster([deployed, created]);
    for (const time of ['first', 'second']) {
      const { workloads, secrets } = await runRollback(cluster);
      assert.deepEqual(
        workloads.map(({ outcome, stays }) => [outcome, stays]),
        [['kept', true]],
        time,
      );
      assert.deepEqual(secrets, [
        {
          namespace: 'shop',
          name: 'target',
          outcome: 'needed',
          message: 'it is used by Deployment shop/web',
        },
      ]);
    }
    cluster.edit(deployed, [
      { op: 'replace', path: '/spec/template/spec/containers/0/image', value: `${OLD}2` },
    ]);
    assert.deepEqual(secretOutcomes(await runRollback(cluster)), ['removed']);
    assert.deepEqual(cluster.read(deployed).metadata.annotations, {});
  });

  it('stay while service accounts may not be seen', async () => {
    const cluster = new InMemoryCluster([withSecret, created]);
    cluster.refuse('list', SERVICE_ACCOUNTS, 'forbidden');
    const { secrets, warnings } = await runRollback(cluster);
    assert.deepEqual(secrets, []);
    assert.deepEqual(warnings, ['pull Secrets were not restored: the server said forbidden']);
    assert.notEqual(cluster.find(created), undefined);
  });

  it('go although the service account of another namespace names one like them', async () => {
    const cluster = new InMemoryCluster([
      withSecret,
      created,
      serviceAccount({ namespace: 'bank', name: 'builder' }, ['target']),
    ]);
    assert.deepEqual(secretOutcomes(await runRollback(cluster)), ['removed']);
  });

  const empty: readonly [string, string, KubernetesObject][] = [
    ['go although the history of a Deployment names them', 'removed', withSecret],
    [
      'stay where a ReplicaSet without pods of another controller names them',
      'kept',
      { ...withSecret, apiVersion: 'apps.example/v1', kind: 'Rollout' },
    ],
  ];
  for (const [name, outcome, owner] of empty) {
    it(name, async () => {
      const history = replicaSet({ replicas: 0, owner, pullSecrets: ['target'] });
      const cluster = new InMemoryCluster([withSecret, created, history]);
      assert.deepEqual(secretOutcomes(await runRollback(cluster)), [outcome]);
    });
  }

  it('do not take Secrets of others with them', async () => {
    const others = [
      pullSecret({ name: 'theirs' }, { 'new.example': 'me:s3cret' }),
      secret({ name: 'opaque', ...(created.metadata.labels && { labels: created.metadata.labels }) }, {}),
    ];
    const cluster = new InMemoryCluster([withSecret, ...others]);
    assert.deepEqual((await runRollback(cluster)).secrets, []);
    assert.ok(others.every((other) => cluster.find(other) !== undefined));
  });
});
