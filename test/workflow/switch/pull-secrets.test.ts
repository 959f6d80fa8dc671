import assert from 'node:assert/strict';
import type { ClusterFailure } from '../../../src/domain/errors.ts';
import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';
import { SECRETS } from '../../../src/domain/kubernetes/resource.ts';
import { MANAGED_BY } from '../../../src/workflow/cluster/managed-by.ts';
import { pullLogin } from '../../support/builders/pull-login.ts';
import { plannedChange } from '../../support/builders/planned-change.ts';
import { pullSecret, secret } from '../../support/builders/secrets.ts';
import { deployment } from '../../support/builders/workloads.ts';
import { InMemoryCluster } from '../../support/in-memory-cluster.ts';
import { deploymentStatus, READY } from '../rollout/controllers.ts';
import { image, moved, named, outcomes, runSwitch } from './switch-run.ts';

const pullLogins = [pullLogin()];

describe('switchWorkloads: pull Secrets', () => {
  it('are there before a template names them, in those namespaces only that need them', async () => {
    const objects = [named('a'), named('b', 'bank'), named('c', 'calm')];
    const cluster = new InMemoryCluster(objects);
    const changes = objects.map((object) =>
      plannedChange(object, object.metadata.name === 'c' ? [] : ['target']),
    );
    await runSwitch(cluster, changes, { pullLogins });
    assert.deepEqual(cluster.writes, [
      'create secrets bank/target',
      'patch secrets bank/target',
      'patch deployments.apps bank/b',
      'patch deployments.apps calm/c',
      'create secrets shop/target',
      'patch secrets shop/target',
      'patch deployments.apps shop/a',
    ]);
  });

  const there: readonly [string, readonly KubernetesObject[], readonly string[]][] = [
    ['are made', [], ['create secrets shop/target', 'patch secrets shop/target']],
    [
      'get the login',
      [pullSecret({ name: 'target', labels: MANAGED_BY }, { 'new.example': 'me:0ld' })],
      ['patch secrets shop/target'],
    ],
  ];
  for (const [name, secrets, writes] of there) {
    it(`${name} before a template changes that names them already`, async () => {
      const web = deployment({ image: image('web'), pullSecrets: ['target'], status: READY });
      const cluster = new InMemoryCluster([web, ...secrets]);
      const change = { ...plannedChange(web), ensurePullSecret: 'target' };
      await runSwitch(cluster, [change], { pullLogins });
      assert.deepEqual(cluster.writes, [...writes, 'patch deployments.apps shop/web']);
      const { data } = cluster.read(secret({ name: 'target' }, {})) as { data?: Record<string, string> };
      assert.match(Buffer.from(data?.['.dockerconfigjson'] ?? '', 'base64').toString(), /s3cret/);
    });
  }

  it('are not made for a workload whose pods would not be shown an image, which stays as it is', async () => {
    const cluster = new InMemoryCluster([named('a'), named('b', 'bank')]);
    const changes = [named('a'), named('b', 'bank')].map((object) => plannedChange(object, ['target']));
    const report = await runSwitch(cluster, changes, {
      pullLogins,
      pullDoubt: async ({ workload }) => Promise.resolve(workload.name === 'a' ? 'not theirs' : undefined),
    });
    assert.deepEqual(outcomes(report), { a: 'left-alone', b: 'switched' });
    assert.equal(report.workloads[0]?.message, 'not theirs');
    assert.deepEqual(cluster.writes, [
      'create secrets bank/target',
      'patch secrets bank/target',
      'patch deployments.apps bank/b',
    ]);
  });

  it('are not made for a workload that stays', async () => {
    const cluster = new InMemoryCluster([named('a')]);
    await runSwitch(cluster, [plannedChange(named('a'), ['target'])], {
      pullLogins,
      unproven: new Map([[moved('a'), 'no']]),
    });
    assert.deepEqual(cluster.writes, []);
  });

  it('are not made where the target needs no login', async () => {
    const cluster = new InMemoryCluster([named('a')]);
    await runSwitch(cluster, [plannedChange(named('a'), ['target'])]);
    assert.deepEqual(cluster.writes, ['patch deployments.apps shop/a']);
  });

  it('gain the login where the user names one', async () => {
    const cluster = new InMemoryCluster([
      named('a'),
      pullSecret({ name: 'own' }, { 'old.example': 'you:0ther' }),
    ]);
    await runSwitch(cluster, [plannedChange(named('a'))], { pullLogins, registrySecret: 'shop/own' });
    assert.deepEqual(cluster.writes, [
      'create secrets shop/own-before-registry-switch',
      'patch secrets shop/own-before-registry-switch',
      'patch secrets shop/own',
      'patch deployments.apps shop/a',
    ]);
  });

  const refusals: readonly [string, ClusterFailure, string, RegExp][] = [
    ['is being deleted', 'terminating', 'left-alone', /^its namespace is being deleted$/],
    ['takes no more Secrets', 'forbidden', 'left-alone', /^the server said forbidden$/],
    ['takes no such Secret', 'invalid', 'left-alone', /^the server said invalid$/],
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
      const report = await runSwitch(cluster, changes, { pullLogins });
      assert.deepEqual(outcomes(report), { a: expected, b: 'switched' });
      assert.match(report.workloads[0]?.message ?? '', message);
    });
  }

  it('halt the run where nobody knows what became of them', async () => {
    const objects = [named('a', 'bank'), named('b', 'shop')];
    const cluster = new InMemoryCluster(objects);
    cluster.refuse('create', SECRETS, 'unreachable');
    const changes = objects.map((object) => plannedChange(object, ['target']));
    const report = await runSwitch(cluster, changes, { pullLogins });
    assert.deepEqual(outcomes(report), { a: 'failed', b: 'not-started' });
  });

  it('are made for no wave that is never begun', async () => {
    const objects = [named('a', 'bank'), named('b', 'shop')];
    const cluster = new InMemoryCluster(objects);
    cluster.statusOf = deploymentStatus([moved('a')]);
    await runSwitch(
      cluster,
      objects.map((object) => plannedChange(object, ['target'])),
      { pullLogins },
    );
    assert.ok(!cluster.writes.some((write) => write.includes('shop/')), cluster.writes.join());
  });

  const inTheWay: readonly [what: string, theirs: KubernetesObject][] = [
    ['is not ours', secret({ name: 'target' }, { theirs: 'x' })],
    ['has our label and another type', secret({ name: 'target', labels: MANAGED_BY }, { theirs: 'x' })],
    ['is immutable', { ...pullSecret({ name: 'target', labels: MANAGED_BY }, {}), immutable: true }],
  ];
  for (const [what, theirs] of inTheWay) {
    it(`are left as they are where one ${what}, with the workloads that need it; others are switched`, async () => {
      const objects = [named('a'), named('b', 'bank')];
      const cluster = new InMemoryCluster([...objects, theirs]);
      const changes = objects.map((object) => plannedChange(object, ['target']));
      const report = await runSwitch(cluster, changes, { pullLogins, onFailure: 'halt' });
      assert.deepEqual(outcomes(report), { a: 'left-alone', b: 'switched' });
      assert.match(report.workloads[0]?.message ?? '', /Secret shop\/target (exists|is immutable)/);
      assert.ok(!cluster.writes.some((write) => write.includes('shop/')), cluster.writes.join());
    });
  }
});
