import assert from 'node:assert/strict';
import { RECORD_ANNOTATION } from '../../../src/domain/change/record.ts';
import { ClusterError } from '../../../src/domain/errors.ts';
import { JOBS, SECRETS } from '../../../src/domain/kubernetes/resource.ts';
import { addLogin } from '../../../src/workflow/pull-secrets/grant-pull.ts';
import { pullLogin } from '../../support/builders/pull-login.ts';
import { pullSecret, secret } from '../../support/builders/secrets.ts';
import { deployment, job } from '../../support/builders/workloads.ts';
import { MANAGED_BY } from '../../../src/workflow/cluster/managed-by.ts';
import { runRollback } from '../rollback/rollback-run.ts';
import { InMemoryCluster } from '../../support/in-memory-cluster.ts';
import { both, finish, image, keysOf, onlyOld, outcomes } from './finishing.ts';

const helm = pullSecret(
  {
    name: 'helm',
    labels: { 'app.kubernetes.io/managed-by': 'Helm' },
    annotations: { 'meta.helm.sh/release-name': 'shop' },
  },
  { 'old.example': 'me:0ld' },
);

describe('finishMove: pull Secrets, backups and copies', () => {
  it('leaves the pull Secrets of the target for good: a later rollback has nothing to say about them', async () => {
    const created = pullSecret({ name: 'target', labels: MANAGED_BY }, { 'new.example': 'me:n3w' });
    const cluster = new InMemoryCluster([deployment({ image, pullSecrets: ['target'] }), created]);
    await finish(cluster);
    assert.deepEqual((await runRollback(cluster)).secrets, []);
    assert.notEqual(cluster.find(created), undefined);
  });

  it('takes the old logins away, but not from what somebody else writes', async () => {
    const cluster = new InMemoryCluster([onlyOld, both, helm]);
    assert.deepEqual(outcomes(await finish(cluster)), {
      'only-old': 'reduced',
      both: 'reduced',
      helm: 'kept',
    });
    assert.deepEqual(keysOf(cluster, both), ['new.example']);
    assert.deepEqual(keysOf(cluster, helm), ['old.example']);
  });

  it('deletes no Secret that it did not make, nor one that somebody else has written to since', async () => {
    const logins = { 'old.example': 'me:0ld' };
    const ours = pullSecret({ name: 'ours', labels: MANAGED_BY }, logins);
    const copied = pullSecret({ name: 'copied', labels: MANAGED_BY }, logins);
    const managedFields = [
      {
        ...{ manager: 'kubectl-client-side-apply', operation: 'Update', apiVersion: 'v1' },
        ...{ fieldsType: 'FieldsV1', fieldsV1: { 'f:data': { 'f:.dockerconfigjson': {} } } },
      },
    ];
    const edited = { ...copied, metadata: { ...copied.metadata, managedFields } };
    const cluster = new InMemoryCluster([onlyOld, ours, edited]);
    assert.deepEqual(outcomes(await finish(cluster)), {
      'only-old': 'reduced',
      ours: 'removed',
      copied: 'reduced',
    });
    assert.equal(cluster.find(ours), undefined);
    assert.deepEqual([keysOf(cluster, onlyOld), keysOf(cluster, edited)], [[], []]);
  });

  it('leaves logins alone where they are to stay', async () => {
    const cluster = new InMemoryCluster([onlyOld, both]);
    assert.deepEqual(outcomes(await finish(cluster, { keepCredentials: true })), {});
    assert.deepEqual(cluster.writes, []);
  });

  it('removes the backups of Secrets that were changed', async () => {
    const cluster = new InMemoryCluster([onlyOld]);
    const grant = { logins: [pullLogin()] };
    const { signal } = new AbortController();
    await addLogin(cluster, { namespace: 'shop', name: 'only-old' }, grant, signal);
    await finish(cluster);
    assert.deepEqual(keysOf(cluster, onlyOld), ['new.example']);
    const left: string[] = [];
    for await (const page of cluster.list(SECRETS, {}))
      left.push(...page.map(({ metadata }) => metadata.name));
    assert.deepEqual(left, ['only-old']);
  });

  it('removes all other backups where one cannot be removed', async () => {
    const labels = { ...MANAGED_BY, 'registry-switch.io/backup': 'true' };
    const names = ['..', '', 'own', 'other'];
    const backups = names.map((name, index) =>
      secret({ name: `backup-${index}`, labels, annotations: { 'registry-switch.io/backup-of': name } }, {}),
    );
    const cluster = new InMemoryCluster(backups);
    const get = cluster.get.bind(cluster);
    cluster.get = async (resource, name) => {
      if (name.name === 'own') throw new ClusterError('server-error', 'it is not to be had');
      return get(resource, name);
    };
    assert.deepEqual(outcomes(await finish(cluster)), {
      'backup-0': 'removed',
      'backup-1': 'removed',
      'backup-2': 'kept',
      'backup-3': 'removed',
    });
  });

  it('ends a copy that was interrupted and takes its logins away', async () => {
    const place = { namespace: 'registry-switch', name: 'registry-switch-copy' };
    const cluster = new InMemoryCluster([job(place), secret(place, { list: 'x' })]);
    assert.deepEqual(outcomes(await finish(cluster)), { 'registry-switch-copy': 'removed' });
    assert.deepEqual(cluster.writes.slice(0, 2), [
      'delete secrets registry-switch/registry-switch-copy',
      'delete jobs.batch registry-switch/registry-switch-copy',
    ]);
  });

  it('says so where it may not look for one', async () => {
    const cluster = new InMemoryCluster([]);
    cluster.refuse('get', JOBS, 'forbidden');
    assert.deepEqual(outcomes(await finish(cluster)), { 'registry-switch-copy': 'kept' });
  });

  it('completes what a finish that was stopped has begun on a pull Secret', async () => {
    const due = { version: 1, changes: [], handBack: [], nobodys: ['/data/.dockerconfigjson'] };
    const annotations = { [RECORD_ANNOTATION]: JSON.stringify(due) };
    const reduced = pullSecret({ name: 'login', annotations }, { 'new.example': 'me:n3w' });
    const cluster = new InMemoryCluster([reduced]);
    await finish(cluster);
    assert.equal(cluster.read(reduced).metadata.annotations?.[RECORD_ANNOTATION], undefined);
    const writes = [...cluster.writes];
    await finish(cluster);
    assert.deepEqual(cluster.writes, writes);
  });
});
