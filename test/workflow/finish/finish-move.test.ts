import assert from 'node:assert/strict';
import { RECORD_ANNOTATION } from '../../../src/domain/change/record.ts';
import { ClusterError } from '../../../src/domain/errors.ts';
import { inheritsRecords } from '../../../src/domain/inventory/inventory.ts';
import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';
import { DEPLOYMENTS, JOBS, SECRETS } from '../../../src/domain/kubernetes/resource.ts';
import { namedSources } from '../../../src/domain/mapping/source-matcher.ts';
import {
  type FinishReport,
  type FinishRequest,
  finishMove,
} from '../../../src/workflow/finish/finish-move.ts';
import { addLogin } from '../../../src/workflow/pull-secrets/grant-pull.ts';
import { CONFIG_KEY, secretText } from '../../../src/domain/credentials/secret-data.ts';
import { takeInventory } from '../../../src/workflow/inventory/take-inventory.ts';
import { verifyCluster } from '../../../src/workflow/verify/verify-cluster.ts';
import { changeLog, newer } from '../../support/builders/change-log.ts';
import { pullLogin } from '../../support/builders/pull-login.ts';
import { pullSecret, secret } from '../../support/builders/secrets.ts';
import { deployment, job, replicaSet } from '../../support/builders/workloads.ts';
import { MANAGED_BY } from '../../../src/workflow/cluster/managed-by.ts';
import { runRollback } from '../rollback/rollback-run.ts';
import { InMemoryCluster } from '../../support/in-memory-cluster.ts';
import { recordedWork } from '../../support/recorded-work.ts';

const FROM = ['old.example'];
const SCOPE = { namespaces: [], excludeNamespaces: [] };
const image = 'new.example/web:1';
const record = { images: [{ slot: 'container', name: 'app', from: 'old.example/web:1', to: image }] };
const web = deployment({
  image,
  annotations: { ...changeLog([record]), 'team.example/owner': 'shop' },
});
const onlyOld = pullSecret({ name: 'only-old' }, { 'old.example': 'me:0ld' });
const both = pullSecret({ name: 'both' }, { 'old.example': 'me:0ld', 'new.example': 'me:n3w' });
const helm = pullSecret(
  {
    name: 'helm',
    labels: { 'app.kubernetes.io/managed-by': 'Helm' },
    annotations: { 'meta.helm.sh/release-name': 'shop' },
  },
  { 'old.example': 'me:0ld' },
);

async function finish(
  cluster: InMemoryCluster,
  { keepCredentials = false, onCleared = async () => Promise.resolve() }: Partial<Wishes> = {},
): Promise<FinishReport> {
  const work = recordedWork();
  const request = { scope: SCOPE, customImages: [], from: FROM, isSource: namedSources(FROM) };
  const { findings } = await verifyCluster(cluster, { ...request, includeFinished: false }, work);
  const { workloads } = await takeInventory(cluster, request, work);
  return finishMove(
    cluster,
    {
      workloads: workloads.filter((one) => one.recorded && !inheritsRecords(one)),
      histories: workloads.filter((one) => one.recorded && inheritsRecords(one)),
      logins: findings.flatMap(({ kind, object, references: keys }) =>
        kind === 'pull-secret' && !keepCredentials ? [{ object, keys, spared: [] }] : [],
      ),
      ...{ scope: SCOPE, isOurs: () => true, ownerOf: () => 'ours' as const, onCleared },
      stateNamespace: 'registry-switch',
      maxInFlight: 2,
    },
    work,
  );
}

interface Wishes extends Pick<FinishRequest, 'onCleared'> {
  readonly keepCredentials: boolean;
}

function outcomes({ objects }: FinishReport): Record<string, string> {
  return Object.fromEntries(objects.map(({ object, outcome }) => [object.name, outcome]));
}

function keysOf(cluster: InMemoryCluster, secret: KubernetesObject): string[] {
  const config = JSON.parse(secretText(cluster.read(secret), CONFIG_KEY) ?? '{}') as { auths: object };
  return Object.keys(config.auths);
}

describe('finishMove', () => {
  it('clears the records and leaves other annotations', async () => {
    const cluster = new InMemoryCluster([web]);
    assert.deepEqual(outcomes(await finish(cluster)), { web: 'cleared' });
    assert.deepEqual(cluster.read(web).metadata.annotations, { 'team.example/owner': 'shop' });
    assert.deepEqual(cluster.read(web).spec, web.spec);
  });

  it('clears the copies of records in ReplicaSets, which `kubectl rollout undo` would bring back', async () => {
    const history = replicaSet({ name: 'web-1', owner: web, replicas: 0, annotations: changeLog([record]) });
    const cluster = new InMemoryCluster([web, history]);
    assert.deepEqual(outcomes(await finish(cluster)), { web: 'cleared' });
    assert.deepEqual(cluster.read(history).metadata.annotations, {});
  });

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

  it('keeps what the records that stay lead back to, whatever they stay for, and says so first', async () => {
    const [left, gone] = [
      deployment({ image, name: 'left', annotations: changeLog([record]) }),
      deployment({ image, name: 'gone', namespace: 'zoo', annotations: changeLog([record]) }),
    ];
    const theirs = pullSecret({ name: 'theirs', namespace: 'zoo' }, { 'old.example': 'me:0ld' });
    const cluster = new InMemoryCluster([left, gone, both, theirs]);
    cluster.beforePatch = ({ metadata }) => {
      if (metadata.name === 'left') throw new ClusterError('forbidden', 'no');
    };
    const told: unknown[] = [];
    const onCleared: FinishRequest['onCleared'] = async (kept) => {
      told.push(
        ...kept.map(({ ref }) => ref.name),
        cluster.writes.filter((write) => write.includes('secrets')),
      );
      return Promise.resolve();
    };
    assert.deepEqual(outcomes(await finish(cluster, { onCleared })), {
      ...{ left: 'kept', gone: 'cleared' },
      ...{ both: 'kept', theirs: 'reduced' },
    });
    assert.deepEqual(told, ['left', []]);
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

  it('takes logins and backups away only when no record leads back to them any more', async () => {
    const cluster = new InMemoryCluster([web, onlyOld, both]);
    const { signal } = new AbortController();
    await addLogin(cluster, { namespace: 'shop', name: 'both' }, { logins: [pullLogin()] }, signal);
    const before = cluster.writes.length;
    await finish(cluster);
    const kinds = cluster.writes.slice(before).map((write) => write.replace(/ shop\/.*/, ''));
    assert.equal(kinds[0], 'patch deployments.apps');
    assert.equal(kinds.indexOf('patch deployments.apps', 1), -1);
    assert.equal(cluster.writes.at(-1), 'delete secrets shop/both-before-registry-switch');
  });

  it('does nothing the second time', async () => {
    const cluster = new InMemoryCluster([web, onlyOld, both]);
    await finish(cluster);
    const writes = cluster.writes.length;
    assert.deepEqual(outcomes(await finish(cluster)), {});
    assert.deepEqual(
      cluster.writes.slice(writes).filter((write) => !write.startsWith('delete')),
      [],
    );
  });

  it('keeps records that a newer version wrote, and the Secrets that carry them', async () => {
    const zoo = { namespace: 'zoo' };
    const objects = [
      web,
      pullSecret({ name: 'both', ...zoo }, { 'old.example': 'me:0ld', 'new.example': 'me:n3w' }),
      pullSecret({ name: 'only-old', ...zoo }, { 'old.example': 'me:0ld' }),
    ].map(newer);
    const cluster = new InMemoryCluster(objects);
    const report = await finish(cluster);
    assert.deepEqual(outcomes(report), { web: 'kept', both: 'kept', 'only-old': 'kept' });
    for (const { message } of report.objects) assert.match(message, /newer version of this tool/);
    for (const object of objects)
      assert.deepEqual(cluster.read(object).metadata.annotations, object.metadata.annotations);
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

  it('keeps a record that is damaged', async () => {
    const damaged = deployment({ image, annotations: { [RECORD_ANNOTATION]: '{' } });
    const cluster = new InMemoryCluster([damaged]);
    assert.deepEqual(outcomes(await finish(cluster)), { web: 'kept' });
    assert.equal(cluster.read(damaged).metadata.annotations?.[RECORD_ANNOTATION], '{');
  });

  it('tells what could not be tidied up, and does the rest', async () => {
    const other = pullSecret({ name: 'other', namespace: 'zoo' }, { 'old.example': 'me:0ld' });
    const cluster = new InMemoryCluster([web, both, other]);
    cluster.refuse('patch', DEPLOYMENTS, 'forbidden');
    assert.deepEqual(outcomes(await finish(cluster)), { web: 'kept', both: 'kept', other: 'reduced' });
  });
});
