import assert from 'node:assert/strict';
import { type ClusterFailure, ExpectedError } from '../../../src/domain/errors.ts';
import { imageReader } from '../../../src/domain/inventory/image-reader.ts';
import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';
import { DEPLOYMENTS, SECRETS } from '../../../src/domain/kubernetes/resource.ts';
import type { PlannedChange } from '../../../src/domain/plan/plan.ts';
import { MANAGED_BY } from '../../../src/workflow/cluster/managed-by.ts';
import type { SwitchInput } from '../../../src/workflow/switch/switch-input.ts';
import { type SwitchReport, switchWorkloads } from '../../../src/workflow/switch/switch-workloads.ts';
import { plannedChange, planWith } from '../../support/builders/planned-change.ts';
import { prometheus } from '../../support/builders/custom-resource.ts';
import { pullSecret, secret } from '../../support/builders/secrets.ts';
import { deployment } from '../../support/builders/workloads.ts';
import { InMemoryCluster } from '../../support/in-memory-cluster.ts';
import { type RecordedWork, recordedWork } from '../../support/recorded-work.ts';
import { deploymentStatus, READY } from '../rollout/controllers.ts';

const login = { kind: 'basic', username: 'me', password: 's3cret' } as const;
const image = (name: string): string => `old.example/${name}:1`;
const moved = (name: string): string => `new.example/${name}:1`;
const named = (name: string, namespace = 'shop'): KubernetesObject =>
  deployment({ name, namespace, image: image(name), status: READY });

async function run(
  cluster: InMemoryCluster,
  changes: readonly PlannedChange[],
  input: Partial<SwitchInput> = {},
  work: RecordedWork = recordedWork(),
): Promise<SwitchReport> {
  const context = {
    cluster,
    readImages: imageReader(input.customImages ?? []),
    isSource: (text: string) => text.startsWith('old.example/'),
    timeoutSeconds: 0,
  };
  const plan = planWith(changes);
  const whole = {
    plan,
    unproven: new Map<string, string>(),
    pullSecretName: 'target',
    maxInFlight: 1,
    waves: { canary: false, size: 100, namespaces: [] },
    settleSeconds: 0,
    onFailure: 'halt' as const,
    homeNamespace: 'registry-switch',
    customImages: [],
    ...input,
  };
  return switchWorkloads(context, whole, work);
}

function outcomes({ workloads }: SwitchReport): Record<string, string> {
  return Object.fromEntries(workloads.map(({ workload, outcome }) => [workload.name, outcome]));
}

describe('switchWorkloads', () => {
  it('leaves those alone whose images are not proven', async () => {
    const both = deployment({ name: 'both', containers: { a: image('a'), b: image('b') }, status: READY });
    const cluster = new InMemoryCluster([named('a'), named('b'), both]);
    const changes = [named('a'), named('b'), both].map((object) => plannedChange(object));
    const report = await run(cluster, changes, { unproven: new Map([[moved('b'), 'it is not there']]) });
    assert.deepEqual(outcomes(report), { a: 'switched', b: 'left-alone', both: 'left-alone' });
    assert.equal(report.workloads[1]?.message, `${moved('b')}: it is not there`);
    assert.deepEqual(cluster.writes, ['patch deployments.apps shop/a']);
  });

  it('stops the spread at the first workload that fails, and puts its wave back', async () => {
    const objects = ['a', 'b', 'c', 'd'].map((name) => named(name));
    const cluster = new InMemoryCluster(objects);
    cluster.statusOf = deploymentStatus([moved('b')]);
    const work = recordedWork();
    const report = await run(
      cluster,
      objects.map((object) => plannedChange(object)),
      {},
      work,
    );
    assert.deepEqual(outcomes(report), {
      a: 'rolled-back',
      b: 'rolled-back',
      c: 'not-started',
      d: 'not-started',
    });
    assert.match(report.workloads[0]?.message ?? '', /^Deployment shop\/b of its wave failed; put back: /);
    assert.deepEqual(
      work.ends.map((end) => end.split(':')[0]),
      [
        'Deployment shop/a done',
        'Deployment shop/b failed',
        'Deployment shop/c skipped',
        'Deployment shop/d skipped',
        'Deployment shop/a, put back done',
      ],
    );
    assert.ok(!cluster.writes.some((write) => /\/[cd]$/.test(write)));
  });

  it('stops the spread at an error of the server, which it tells', async () => {
    const objects = [named('a'), named('b')];
    const cluster = new InMemoryCluster(objects);
    cluster.refuse('patch', DEPLOYMENTS, 'forbidden');
    const report = await run(
      cluster,
      objects.map((object) => plannedChange(object)),
    );
    assert.deepEqual(outcomes(report), { a: 'failed', b: 'not-started' });
    assert.equal(report.workloads[0]?.message, 'the server said forbidden');
  });

  it('goes on after a workload that was never healthy', async () => {
    const sick = deployment({ name: 'a', image: image('a'), status: {} });
    const cluster = new InMemoryCluster([sick, named('b')]);
    const report = await run(cluster, [plannedChange(sick), plannedChange(named('b'))]);
    assert.deepEqual(outcomes(report), { a: 'unhealthy', b: 'switched' });
  });
});

describe('switchWorkloads: waves', () => {
  const objects = [named('a', 'one'), named('b', 'two'), named('c', 'three')];
  const sick = (name: string): InMemoryCluster => {
    const cluster = new InMemoryCluster(objects);
    cluster.statusOf = deploymentStatus([moved(name)]);
    return cluster;
  };
  const changes = objects.map((object) => plannedChange(object));
  const canary = { canary: true, size: 1, namespaces: ['two'] };
  const cases: readonly [string, string, Partial<SwitchInput>, Record<string, string>][] = [
    [
      'halt after the canary, nothing else is touched',
      'a',
      { waves: canary },
      { a: 'rolled-back', b: 'not-started', c: 'not-started' },
    ],
    [
      'halt at a later wave, the earlier ones stay',
      'b',
      { waves: canary },
      { a: 'switched', b: 'rolled-back', c: 'not-started' },
    ],
    [
      'go on where the user says so',
      'b',
      { waves: canary, onFailure: 'continue' },
      { a: 'switched', b: 'rolled-back', c: 'switched' },
    ],
    [
      'are all put back where the user says so',
      'b',
      { waves: canary, onFailure: 'rollback-all' },
      { a: 'rolled-back', b: 'rolled-back', c: 'not-started' },
    ],
  ];
  for (const [name, broken, input, expected] of cases) {
    it(name, async () => {
      const cluster = sick(broken);
      assert.deepEqual(outcomes(await run(cluster, changes, input)), expected);
      for (const object of objects) {
        const now = JSON.stringify(cluster.read(object));
        const isSwitched = expected[object.metadata.name] === 'switched';
        assert.equal(now.includes(moved(object.metadata.name)), isSwitched, object.metadata.name);
      }
    });
  }

  it('take back also what was not ready before, and wait for it no longer', async () => {
    const ill = deployment({ name: 'ill', namespace: 'one', image: image('ill'), status: {} });
    const cluster = new InMemoryCluster([ill, named('b', 'two')]);
    cluster.statusOf = deploymentStatus([image('ill'), moved('ill'), moved('b')]);
    const both = [plannedChange(ill), plannedChange(named('b', 'two'))];
    const report = await run(cluster, both, { onFailure: 'rollback-all' });
    assert.deepEqual(outcomes(report), { ill: 'rolled-back', b: 'rolled-back' });
    assert.equal(report.workloads[0]?.message, 'the run failed; put back, not ready as before');
    assert.deepEqual(cluster.read(ill).spec, ill.spec);
  });

  it('tell every outcome as soon as it is known', async () => {
    const told: string[] = [];
    const onOutcome: SwitchInput['onOutcome'] = ({ workload, outcome }) =>
      told.push(`${workload.name} ${outcome}`);
    await run(sick('b'), changes, { waves: canary, onFailure: 'rollback-all', onOutcome });
    assert.deepEqual(told, ['a switched', 'b rolled-back', 'c not-started', 'a rolled-back']);
  });

  it('put back what does not stay ready, and halt', async () => {
    const cluster = new InMemoryCluster(objects);
    const restarting = setInterval(() => {
      const [first] = objects;
      if (first === undefined || !JSON.stringify(cluster.read(first)).includes(moved('a'))) return;
      cluster.put({ ...cluster.read(first), status: { ...READY, availableReplicas: 0 } });
      clearInterval(restarting);
    }, 5);
    const report = await run(cluster, changes, { waves: canary, settleSeconds: 0.1 });
    assert.deepEqual(outcomes(report), { a: 'failed', b: 'not-started', c: 'not-started' });
    assert.match(report.workloads[0]?.message ?? '', /ready once, but not any more/);
  });
});

describe('switchWorkloads: pull Secrets', () => {
  it('are there before a template names them, in those namespaces only that need them', async () => {
    const objects = [named('a'), named('b', 'bank'), named('c', 'calm')];
    const cluster = new InMemoryCluster(objects);
    const changes = objects.map((object) =>
      plannedChange(object, object.metadata.name === 'c' ? [] : ['target']),
    );
    await run(cluster, changes, { pullLogin: login });
    assert.deepEqual(cluster.writes, [
      'create secrets bank/target',
      'patch deployments.apps bank/b',
      'patch deployments.apps calm/c',
      'create secrets shop/target',
      'patch deployments.apps shop/a',
    ]);
  });

  const there: readonly [string, readonly KubernetesObject[], string][] = [
    ['are made', [], 'create secrets shop/target'],
    [
      'get the login',
      [pullSecret({ name: 'target', labels: MANAGED_BY }, { 'new.example': 'me:0ld' })],
      'patch secrets shop/target',
    ],
  ];
  for (const [name, secrets, write] of there) {
    it(`${name} before a template changes that names them already`, async () => {
      const web = deployment({ image: image('web'), pullSecrets: ['target'], status: READY });
      const cluster = new InMemoryCluster([web, ...secrets]);
      const change = { ...plannedChange(web), ensurePullSecret: 'target' };
      await run(cluster, [change], { pullLogin: login });
      assert.deepEqual(cluster.writes, [write, 'patch deployments.apps shop/web']);
      const { data } = cluster.read(secret({ name: 'target' }, {})) as { data?: Record<string, string> };
      assert.match(Buffer.from(data?.['.dockerconfigjson'] ?? '', 'base64').toString(), /s3cret/);
    });
  }

  it('are not made for a workload that stays', async () => {
    const cluster = new InMemoryCluster([named('a')]);
    await run(cluster, [plannedChange(named('a'), ['target'])], {
      pullLogin: login,
      unproven: new Map([[moved('a'), 'no']]),
    });
    assert.deepEqual(cluster.writes, []);
  });

  it('are not made where the target needs no login', async () => {
    const cluster = new InMemoryCluster([named('a')]);
    await run(cluster, [plannedChange(named('a'), ['target'])]);
    assert.deepEqual(cluster.writes, ['patch deployments.apps shop/a']);
  });

  it('gain the login where the user names one', async () => {
    const cluster = new InMemoryCluster([
      named('a'),
      pullSecret({ name: 'own' }, { 'old.example': 'you:0ther' }),
    ]);
    await run(cluster, [plannedChange(named('a'))], { pullLogin: login, registrySecret: 'shop/own' });
    assert.deepEqual(cluster.writes, [
      'create secrets shop/own-before-registry-switch',
      'patch secrets shop/own',
      'patch deployments.apps shop/a',
    ]);
  });

  const refusals: readonly [string, ClusterFailure, string, RegExp][] = [
    ['is being deleted', 'terminating', 'left-alone', /^its namespace is being deleted$/],
    ['takes no more Secrets', 'forbidden', 'failed', /^the server said forbidden$/],
  ];
  for (const [name, failure, expected, message] of refusals) {
    it(`hold back only the workloads of a namespace that ${name}`, async () => {
      const objects = [named('a', 'bank'), named('b', 'shop')];
      const cluster = new InMemoryCluster([
        ...objects,
        pullSecret({ name: 'target', namespace: 'shop' }, { 'new.example': 'me:s3cret' }),
      ]);
      cluster.refuse('create', SECRETS, failure);
      const changes = objects.map((object) => plannedChange(object, ['target']));
      const report = await run(cluster, changes, { pullLogin: login, onFailure: 'continue' });
      assert.deepEqual(outcomes(report), { a: expected, b: 'switched' });
      assert.match(report.workloads[0]?.message ?? '', message);
    });
  }

  it('are made for no wave that is never begun', async () => {
    const objects = [named('a', 'bank'), named('b', 'shop')];
    const cluster = new InMemoryCluster(objects);
    cluster.statusOf = deploymentStatus([moved('a')]);
    await run(
      cluster,
      objects.map((object) => plannedChange(object, ['target'])),
      { pullLogin: login },
    );
    assert.ok(!cluster.writes.some((write) => write.includes('shop/')), cluster.writes.join());
  });

  it('stop everything where they cannot be made', async () => {
    const cluster = new InMemoryCluster([named('a'), secret({ name: 'target' }, { theirs: 'x' })]);
    await assert.rejects(
      run(cluster, [plannedChange(named('a'), ['target'])], { pullLogin: login }),
      ExpectedError,
    );
    assert.deepEqual(cluster.writes, []);
  });
});

describe('switchWorkloads: custom resources', () => {
  it('are remembered before the first of them changes', async () => {
    const owner = prometheus({ image: image('a') });
    const field = {
      slot: 'field',
      name: '/spec/image',
      from: image('a'),
      to: moved('a'),
      copy: moved('a'),
    } as const;
    const cluster = new InMemoryCluster([owner]);
    const customImages = [{ resourceName: 'prometheuses', paths: ['{.spec.image}'] }];
    await run(cluster, [{ ...plannedChange(owner), images: [field] }], { customImages });
    assert.deepEqual(cluster.writes, [
      'create namespaces registry-switch',
      'create configmaps registry-switch/registry-switch-image-paths',
      'patch prometheuses.monitoring.coreos.com shop/web',
    ]);
    assert.deepEqual(cluster.read(owner).spec, { image: moved('a') });
  });
});
