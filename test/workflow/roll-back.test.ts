import assert from 'node:assert/strict';
import { RECORD_ANNOTATION } from '../../src/domain/change/record.ts';
import type { CustomImages } from '../../src/domain/inventory/custom-images.ts';
import { imageReader } from '../../src/domain/inventory/image-reader.ts';
import type { KubernetesObject } from '../../src/domain/kubernetes/object.ts';
import { SECRETS, STATEFUL_SETS } from '../../src/domain/kubernetes/resource.ts';
import { recordedWorkloads, rollBack, type RollbackReport } from '../../src/workflow/roll-back.ts';
import { recallImagePaths, rememberImagePaths } from '../../src/workflow/image-path-memory.ts';
import { addLogin, backupName } from '../../src/workflow/grant-pull.ts';
import { prometheus } from '../support/builders/custom-resource.ts';
import { pullSecret, secret } from '../support/builders/secrets.ts';
import {
  cronJob,
  deployment,
  replicaSet,
  statefulSet,
  type WorkloadShape,
} from '../support/builders/workloads.ts';
import { InMemoryCluster } from '../support/in-memory-cluster.ts';
import { recordedWork } from '../support/recorded-work.ts';
import { deploymentStatus } from './controllers.ts';

const OLD = 'old.example/shop/web:1';
const NEW = 'new.example/shop/web:1';
const record = { images: [{ slot: 'container', name: 'app', from: OLD, to: NEW }] };
const annotations = { [RECORD_ANNOTATION]: JSON.stringify([record]) };
const switched: WorkloadShape = { image: NEW, annotations };
const scope = { namespaces: [], excludeNamespaces: [] };
const login = { kind: 'basic', username: 'me', password: 's3cret' } as const;
const grant = { host: 'new.example', login, secretName: 'target' };
const own = pullSecret({ name: 'own' }, { 'old.example': 'you:0ther' });
const backup = secret({ name: backupName('own') }, {});

async function run(
  cluster: InMemoryCluster,
  customImages: readonly CustomImages[] = [],
): Promise<RollbackReport> {
  cluster.statusOf = deploymentStatus();
  const work = recordedWork();
  const request = {
    scope,
    customImages,
    readImages: imageReader(customImages),
    maxInFlight: 1,
    timeoutSeconds: 0,
    homeNamespace: 'registry-switch',
  };
  return rollBack(cluster, await recordedWorkloads(cluster, request, work), request, work);
}

function outcomes({ workloads }: RollbackReport): Record<string, string> {
  return Object.fromEntries(workloads.map(({ workload, outcome }) => [workload.name, outcome]));
}

describe('rollBack', () => {
  it('puts back what carries a record, and only that', async () => {
    const cron = cronJob({ name: 'cron', ...switched });
    const cluster = new InMemoryCluster([
      deployment({ name: 'web', ...switched }),
      cron,
      deployment({ name: 'other', image: NEW }),
    ]);
    const report = await run(cluster);
    assert.deepEqual(outcomes(report), { web: 'rolled-back', cron: 'rolled-back' });
    assert.deepEqual(cluster.read(deployment()).spec, deployment({ image: OLD }).spec);
    assert.deepEqual(cluster.read(deployment()).metadata.annotations, {});
    assert.deepEqual(cluster.read(cron).spec, cronJob({ name: 'cron', image: OLD }).spec);
  });

  it('leaves the ReplicaSets to their Deployment, whose annotations they carry too', async () => {
    const web = deployment({ name: 'web', ...switched });
    const cluster = new InMemoryCluster([web, replicaSet({ name: 'web-1', ...switched, owner: web })]);
    assert.deepEqual(outcomes(await run(cluster)), { web: 'rolled-back' });
  });

  it('does nothing the second time', async () => {
    const cluster = new InMemoryCluster([deployment(switched)]);
    await run(cluster);
    assert.deepEqual((await run(cluster)).workloads, []);
    assert.equal(cluster.writes.length, 1);
  });

  it('goes on after a failure', async () => {
    const cluster = new InMemoryCluster([
      statefulSet({ name: 'forbidden', ...switched }),
      deployment({ name: 'damaged', image: NEW, annotations: { [RECORD_ANNOTATION]: '{' } }),
      deployment({ name: 'web', ...switched }),
    ]);
    cluster.refuse('patch', STATEFUL_SETS, 'forbidden');
    assert.deepEqual(outcomes(await run(cluster)), {
      forbidden: 'failed',
      damaged: 'failed',
      web: 'rolled-back',
    });
  });

  it('tells what it kept', async () => {
    const cluster = new InMemoryCluster([deployment({ ...switched, image: 'their.example/x:1' })]);
    const [result] = (await run(cluster)).workloads;
    assert.deepEqual(result?.kept, ['container app was changed since to their.example/x:1']);
    assert.deepEqual(cluster.read(deployment()).spec, deployment({ image: 'their.example/x:1' }).spec);
  });
});

describe('rollBack: Secrets', () => {
  /** A cluster after the login was added to the pull Secret. */
  async function granted(): Promise<InMemoryCluster> {
    const cluster = new InMemoryCluster([own]);
    await addLogin(cluster, { namespace: 'shop', name: 'own' }, grant, new AbortController().signal);
    return cluster;
  }

  function dataOf(cluster: InMemoryCluster, object: KubernetesObject): unknown {
    return cluster.find(object)?.data;
  }

  it('are as they were, and their backup goes', async () => {
    const cluster = await granted();
    const report = await run(cluster);
    assert.deepEqual(report.secrets, [
      { namespace: 'shop', name: 'own', outcome: 'restored', message: 'as it was before' },
    ]);
    assert.deepEqual(dataOf(cluster, own), own.data);
    assert.equal(cluster.find(backup), undefined);
  });

  it('stay with their backup when somebody changed them since', async () => {
    const cluster = await granted();
    const theirs = cluster.put(pullSecret({ name: 'own' }, { 'third.example': 'a:b' }));
    const [restored] = (await run(cluster)).secrets;
    assert.deepEqual(
      [restored?.outcome, restored?.message],
      ['kept', 'it was changed since; its backup stays'],
    );
    assert.deepEqual(dataOf(cluster, own), theirs.data);
    assert.notEqual(cluster.find(backup), undefined);
  });

  it('need nothing when they are as they were already', async () => {
    const cluster = await granted();
    cluster.put(own);
    assert.deepEqual(
      (await run(cluster)).secrets.map(({ outcome }) => outcome),
      ['restored'],
    );
    assert.equal(cluster.writes.at(-1), `delete secrets shop/${backupName('own')}`);
  });

  it('leave their backup when they are gone', async () => {
    const cluster = await granted();
    await cluster.delete(SECRETS, own.metadata);
    assert.deepEqual(
      (await run(cluster)).secrets.map(({ outcome }) => outcome),
      ['kept'],
    );
    assert.notEqual(cluster.find(backup), undefined);
  });
});

describe('rollBack: pull Secrets that a switch created', () => {
  const created = pullSecret(
    { name: 'target', labels: { 'app.kubernetes.io/managed-by': 'kubectl-registry-switch' } },
    { 'new.example': 'me:s3cret' },
  );
  const withSecret = deployment({
    image: NEW,
    pullSecrets: ['target'],
    annotations: {
      [RECORD_ANNOTATION]: JSON.stringify([
        { ...record, pullSecrets: { from: null, to: [{ name: 'target' }] } },
      ]),
    },
  });

  it('go when no workload names them any more', async () => {
    const cluster = new InMemoryCluster([withSecret, created]);
    const report = await run(cluster);
    assert.deepEqual(report.secrets, [
      { namespace: 'shop', name: 'target', outcome: 'removed', message: 'no workload names it any more' },
    ]);
    assert.equal(cluster.find(created), undefined);
    assert.deepEqual(cluster.read(withSecret).spec, deployment({ image: OLD }).spec);
  });

  const staying: readonly [string, readonly KubernetesObject[]][] = [
    ['another workload names them', [statefulSet({ name: 'db', pullSecrets: ['target'] })]],
    [
      'a workload could not be put back',
      [deployment({ name: 'damaged', annotations: { [RECORD_ANNOTATION]: '{' } })],
    ],
  ];
  for (const [name, others] of staying) {
    it(`stay while ${name}`, async () => {
      const cluster = new InMemoryCluster([withSecret, created, ...others]);
      assert.deepEqual((await run(cluster)).secrets, []);
      assert.notEqual(cluster.find(created), undefined);
    });
  }

  it('go although the history of a Deployment names them', async () => {
    const history = replicaSet({ replicas: 0, owner: withSecret, pullSecrets: ['target'] });
    const cluster = new InMemoryCluster([withSecret, created, history]);
    assert.deepEqual(
      (await run(cluster)).secrets.map(({ outcome }) => outcome),
      ['removed'],
    );
  });

  it('do not take Secrets of others with them', async () => {
    const others = [
      pullSecret({ name: 'theirs' }, { 'new.example': 'me:s3cret' }),
      secret({ name: 'opaque', ...(created.metadata.labels && { labels: created.metadata.labels }) }, {}),
    ];
    const cluster = new InMemoryCluster([withSecret, ...others]);
    assert.deepEqual((await run(cluster)).secrets, []);
    assert.ok(others.every((other) => cluster.find(other) !== undefined));
  });
});

describe('rollBack: custom resources', () => {
  it('are put back by the remembered paths, which are then forgotten', async () => {
    const field = { slot: 'field', name: '/spec/image', from: OLD, to: NEW };
    const owner = prometheus({
      image: NEW,
      annotations: { [RECORD_ANNOTATION]: JSON.stringify([{ images: [field] }]) },
    });
    const cluster = new InMemoryCluster([owner]);
    const { signal } = new AbortController();
    const flags = [{ resourceName: 'prometheuses', paths: ['{.spec.image}'] }];
    await rememberImagePaths(cluster, 'registry-switch', flags, signal);
    const recalled = await recallImagePaths(cluster, 'registry-switch', [], signal);
    assert.deepEqual(recalled, flags);
    await run(cluster, recalled);
    assert.deepEqual(cluster.read(owner).spec, { image: OLD });
    assert.deepEqual(await recallImagePaths(cluster, 'registry-switch', [], signal), []);
  });
});
