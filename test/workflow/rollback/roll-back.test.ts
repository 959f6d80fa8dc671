import assert from 'node:assert/strict';
import { RECORD_ANNOTATION } from '../../../src/domain/change/record.ts';
import type { CustomImages } from '../../../src/domain/inventory/custom-images.ts';
import { imageReader } from '../../../src/domain/inventory/image-reader.ts';
import type { Scope } from '../../../src/domain/inventory/scope.ts';
import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';
import { SECRETS, SERVICE_ACCOUNTS, STATEFUL_SETS } from '../../../src/domain/kubernetes/resource.ts';
import {
  recordedWorkloads,
  rollBack,
  type RollbackReport,
} from '../../../src/workflow/rollback/roll-back.ts';
import { recallImagePaths, rememberImagePaths } from '../../../src/workflow/inventory/image-path-memory.ts';
import { backupName } from '../../../src/domain/kubernetes/own-names.ts';
import { addLogin } from '../../../src/workflow/pull-secrets/grant-pull.ts';
import { prometheus } from '../../support/builders/custom-resource.ts';
import { pullSecret, secret, serviceAccount } from '../../support/builders/secrets.ts';
import {
  cronJob,
  deployment,
  job,
  replicaSet,
  statefulSet,
  type WorkloadShape,
} from '../../support/builders/workloads.ts';
import { InMemoryCluster } from '../../support/in-memory-cluster.ts';
import { recordedWork } from '../../support/recorded-work.ts';
import { deploymentStatus } from '../rollout/controllers.ts';

const OLD = 'old.example/shop/web:1';
const NEW = 'new.example/shop/web:1';
const record = { images: [{ slot: 'container', name: 'app', from: OLD, to: NEW }] };
const annotations = { [RECORD_ANNOTATION]: JSON.stringify([record]) };
const switched: WorkloadShape = { image: NEW, annotations };
const login = { kind: 'basic', username: 'me', password: 's3cret' } as const;
const grant = { host: 'new.example', login, secretName: 'target' };
const own = pullSecret({ name: 'own' }, { 'old.example': 'you:0ther' });
const backup = secret({ name: backupName('own') }, {});

async function run(
  cluster: InMemoryCluster,
  customImages: readonly CustomImages[] = [],
  scope: Partial<Scope> = {},
): Promise<RollbackReport> {
  cluster.statusOf = deploymentStatus();
  const work = recordedWork();
  const request = {
    scope: { namespaces: [], excludeNamespaces: [], ...scope },
    customImages,
    readImages: imageReader(customImages),
    maxInFlight: 1,
    timeoutSeconds: 0,
    homeNamespace: 'registry-switch',
    isAlone: true,
  };
  return rollBack(cluster, await recordedWorkloads(cluster, request, work), request, work);
}

function secretOutcomes({ secrets }: RollbackReport): string[] {
  return secrets.map(({ outcome }) => outcome);
}

/** The backup of a pull Secret is written, the pull Secret itself not. */
async function killedBeforeWriting(cluster: InMemoryCluster, act: () => Promise<void>): Promise<void> {
  cluster.beforePatch = ({ metadata }) => {
    if (metadata.name === own.metadata.name) throw new Error('killed');
  };
  await assert.rejects(act(), /killed/);
  cluster.beforePatch = () => undefined;
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

  it('puts back a ReplicaSet whose controller only bears the name of a Deployment', async () => {
    const owner = { ...deployment({ name: 'web' }), apiVersion: 'apps.example/v1' };
    const status = { replicas: 1, readyReplicas: 1, observedGeneration: 1000 };
    const cluster = new InMemoryCluster([replicaSet({ name: 'web-1', ...switched, owner, status })]);
    assert.deepEqual(outcomes(await run(cluster)), { 'web-1': 'rolled-back' });
  });

  it('leaves the Jobs of a CronJob to it', async () => {
    const cron = cronJob({ name: 'cron', ...switched });
    const cluster = new InMemoryCluster([cron, job({ name: 'cron-1', ...switched, owner: cron })]);
    assert.deepEqual(outcomes(await run(cluster)), { cron: 'rolled-back' });
  });

  it('does nothing the second time, and has nothing to warn of', async () => {
    const cluster = new InMemoryCluster([deployment(switched)]);
    await run(cluster);
    const { workloads, warnings } = await run(cluster);
    assert.deepEqual([workloads, warnings], [[], []]);
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
  async function add(cluster: InMemoryCluster, password: string): Promise<void> {
    const changed = { ...grant, login: { ...login, password } };
    await addLogin(cluster, { namespace: 'shop', name: 'own' }, changed, new AbortController().signal);
  }

  /** A cluster after the login was added to the pull Secret. */
  async function granted(): Promise<InMemoryCluster> {
    const cluster = new InMemoryCluster([own]);
    await add(cluster, 's3cret');
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
    assert.deepEqual(secretOutcomes(await run(cluster)), ['restored']);
    assert.equal(cluster.writes.at(-1), `delete secrets shop/${backupName('own')}`);
  });

  it('are as they were after any number of passwords', async () => {
    const cluster = await granted();
    for (const password of ['second', 'third', 'fourth']) await add(cluster, password);
    assert.deepEqual(secretOutcomes(await run(cluster)), ['restored']);
    assert.deepEqual(dataOf(cluster, own), own.data);
    assert.equal(cluster.find(backup), undefined);
  });

  it('are as they were when the tool was killed before it wrote a new password', async () => {
    const cluster = await granted();
    for (const password of ['second', 'third']) {
      await killedBeforeWriting(cluster, async () => add(cluster, password));
    }
    assert.deepEqual(secretOutcomes(await run(cluster)), ['restored']);
    assert.deepEqual(dataOf(cluster, own), own.data);
  });

  it('keep what somebody edited between two passwords, even in our own login', async () => {
    const cluster = await granted();
    const theirs = cluster.put(
      pullSecret({ name: 'own' }, { 'old.example': 'you:0ther', 'new.example': 'a:b' }),
    );
    await add(cluster, 's3cret');
    const expected = {
      namespace: 'shop',
      name: 'own',
      outcome: 'kept',
      message: 'it was changed before our last change, which alone is undone; its backup stays',
    } as const;
    assert.deepEqual((await run(cluster)).secrets, [expected]);
    assert.deepEqual(dataOf(cluster, own), theirs.data);
    assert.notEqual(cluster.find(backup), undefined);
    assert.deepEqual(secretOutcomes(await run(cluster)), ['kept']);
    assert.deepEqual(dataOf(cluster, own), theirs.data);
  });

  it('stay with their backup when somebody changes them at the same time', async () => {
    const cluster = await granted();
    const theirs = pullSecret({ name: 'own' }, { 'third.example': 'a:b' });
    cluster.put(deployment(switched));
    cluster.beforePatch = ({ kind }) => kind === 'Secret' && cluster.put(theirs);
    const report = await run(cluster);
    assert.deepEqual(outcomes(report), { web: 'rolled-back' });
    assert.deepEqual(secretOutcomes(report), ['kept']);
    assert.deepEqual(dataOf(cluster, own), theirs.data);
    assert.notEqual(cluster.find(backup), undefined);
  });

  it('do not hinder each other when one may not be changed', async () => {
    const cluster = await granted();
    cluster.refuse('patch', SECRETS, 'forbidden');
    assert.deepEqual((await run(cluster)).secrets, [
      { namespace: 'shop', name: 'own', outcome: 'kept', message: 'the server said forbidden' },
    ]);
  });

  it('that may not be listed are a warning beside what was done', async () => {
    const cluster = await granted();
    cluster.put(deployment(switched));
    cluster.refuse('list', SECRETS, 'forbidden');
    const report = await run(cluster);
    assert.deepEqual(outcomes(report), { web: 'rolled-back' });
    assert.deepEqual(report.warnings, [
      'not all pull Secrets were put back: the server said forbidden',
      'not everything that was added was removed: the server said forbidden',
    ]);
  });

  it('leave their backup when they are gone', async () => {
    const cluster = await granted();
    await cluster.delete(SECRETS, own.metadata);
    assert.deepEqual(secretOutcomes(await run(cluster)), ['kept']);
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
    ['a service account names them', [serviceAccount({ name: 'builder' }, ['target'])]],
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

  it('stay while service accounts may not be seen', async () => {
    const cluster = new InMemoryCluster([withSecret, created]);
    cluster.refuse('list', SERVICE_ACCOUNTS, 'forbidden');
    const { secrets, warnings } = await run(cluster);
    assert.deepEqual(secrets, []);
    assert.deepEqual(warnings, ['not everything that was added was removed: the server said forbidden']);
    assert.notEqual(cluster.find(created), undefined);
  });

  it('go although the service account of another namespace names one like them', async () => {
    const cluster = new InMemoryCluster([
      withSecret,
      created,
      serviceAccount({ namespace: 'bank', name: 'builder' }, ['target']),
    ]);
    assert.deepEqual(secretOutcomes(await run(cluster)), ['removed']);
  });

  const histories: readonly [string, KubernetesObject][] = [
    ['a Deployment', withSecret],
    ['another controller', { ...withSecret, apiVersion: 'apps.example/v1', kind: 'Rollout' }],
  ];
  for (const [name, owner] of histories) {
    it(`go although the history of ${name} names them`, async () => {
      const history = replicaSet({ replicas: 0, owner, pullSecrets: ['target'] });
      const cluster = new InMemoryCluster([withSecret, created, history]);
      assert.deepEqual(secretOutcomes(await run(cluster)), ['removed']);
    });
  }

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
  const { signal } = new AbortController();
  const flags = [{ resourceName: 'prometheuses', paths: ['{.spec.image}'] }];
  const field = { slot: 'field', name: '/spec/image', from: OLD, to: NEW };
  const owner = prometheus({
    image: NEW,
    annotations: { [RECORD_ANNOTATION]: JSON.stringify([{ images: [field] }]) },
  });

  async function recalled(cluster: InMemoryCluster): Promise<readonly CustomImages[]> {
    return (await recallImagePaths(cluster, 'registry-switch', [], signal)).customImages;
  }

  it('are put back by the remembered paths, which are then forgotten', async () => {
    const cluster = new InMemoryCluster([owner]);
    await rememberImagePaths(cluster, 'registry-switch', flags, signal);
    assert.deepEqual(await recalled(cluster), flags);
    await run(cluster, flags);
    assert.deepEqual(cluster.read(owner).spec, { image: OLD });
    assert.deepEqual(await recalled(cluster), []);
  });

  for (const scope of [{ namespaces: ['bank'] }, { excludeNamespaces: ['shop'] }]) {
    it(`stay remembered after a rollback of ${JSON.stringify(scope)}`, async () => {
      const cluster = new InMemoryCluster([owner, deployment({ namespace: 'bank', ...switched })]);
      await rememberImagePaths(cluster, 'registry-switch', flags, signal);
      assert.deepEqual(outcomes(await run(cluster, flags, scope)), { web: 'rolled-back' });
      assert.deepEqual(await recalled(cluster), flags);
    });
  }
});
