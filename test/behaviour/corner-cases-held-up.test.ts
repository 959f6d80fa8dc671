/** What stands in the way of a rollout and is not ours to remove: it is named, and what was up stays up. */
import assert from 'node:assert/strict';
import { until } from '../cluster/deadline.ts';
import type { SwitchedWorkload } from '../../src/workflow/switch/switched-workload.ts';
import { buildable, placeOf, type Buildable } from './builders/buildable.ts';
import { daemonSet } from './builders/daemon-set.ts';
import { deployment } from './builders/deployment.ts';
import { appLabel, podSpec } from './builders/pod-spec.ts';
import { disruptionBudget, setAllowance } from './builders/pod-disruption-budget.ts';
import { replicaSet } from './builders/replica-set.ts';
import { startApiProxy } from './harness/api-proxy.ts';
import { NODES, withClosed } from './harness/closed-node.ts';
import { imagesNamedIn } from './harness/images-named-in.ts';
import {
  CONFIG_MAPS,
  DAEMON_SETS,
  DEPLOYMENTS,
  NAMESPACES,
  PODS,
  RESOURCE_QUOTAS,
  SECRETS,
} from './harness/kinds.ts';
import { objectPath } from './harness/kube-api.ts';
import { loseLayer } from './harness/lose-layer.ts';
import { assertError, assertExit, EXIT } from './harness/outcome.ts';
import { jobFlags, migrate, move } from './harness/product.ts';
import { watchReadiness } from './harness/readiness-watch.ts';
import { runningImages } from './harness/running-images.ts';
import { openSite, sourceLogin, type Site, type SourceImage } from './harness/site.ts';
import { isReal } from './harness/the-cluster.ts';
import { everythingWritten } from './harness/snapshot.ts';
import { outcomesOf, switchedWorkloads } from './harness/switch-outcomes.ts';

interface Scene extends AsyncDisposable {
  readonly site: Site;
  readonly namespace: string;
  readonly app: SourceImage;
  /** Where and what all workloads of the scene run. */
  readonly place: {
    readonly namespace: string;
    readonly pullSecrets: readonly string[];
    readonly containers: Readonly<Record<string, string>>;
  };
}

async function openScene(name: string): Promise<Scene> {
  const site = await openSite(name);
  const namespace = await site.makeNamespace('shop', { login: sourceLogin(site.cluster) });
  const app = await site.push({ repository: 'app', tag: '1' });
  const place = { namespace, pullSecrets: ['login'], containers: { app: app.reference } };
  return { site, namespace, app, place, [Symbol.asyncDispose]: async () => site[Symbol.asyncDispose]() };
}

describe('a rollout that is held up', () => {
  it('by a quota: the quota is named, and the workload put back', async () => {
    await using scene = await openScene('quota');
    const { site, namespace, place } = scene;
    await site.start(deployment({ ...place, name: 'web' }));
    const quota = buildable(RESOURCE_QUOTAS, {
      metadata: { namespace, name: 'tight' },
      spec: { hard: { pods: '1' } },
    });
    await site.apply(quota);
    await until('the quota to be counted', 30, async () => {
      const found = await site.api.get(RESOURCE_QUOTAS, placeOf(quota));
      return found?.status?.used?.pods === '1' ? true : undefined;
    });
    const { outcome, message, evidence = [] } = await migrateOne(scene, 'web', ['--timeout', '5s']);
    assert.equal(outcome, 'rolled-back', message);
    assert.match(message, /exceeded quota: tight/);
    assert.match(evidence.join('\n'), /exceeded quota: tight/);
    await assertAsItWas(scene, 'web');
  });

  it('by its own progress deadline: nobody waits for the end of --timeout', async () => {
    await using scene = await openScene('deadline');
    const { site, app, place } = scene;
    // The time of the sandbox runs 20 times as fast.
    const progressDeadlineSeconds = isReal() ? 8 : 100;
    const web = deployment({ ...place, name: 'web', spec: { progressDeadlineSeconds } });
    const [first = '', ...others] = site.cluster.nodes;
    await withClosed(site.api, others, async () => site.start(web));
    assertExit(await move(site, ['copy', ...jobFlags(site)]), EXIT.done);
    await loseLayer(site.cluster.target, app.repository, '1');
    await withClosed(site.api, [first], async () => {
      const { outcome, message } = await migrateOne(scene, 'web', ['--timeout', '10m']);
      assert.equal(outcome, 'rolled-back', message);
      assert.match(message, /has timed out progressing\.; pod web-\S+: container app cannot pull/);
    });
    await assertAsItWas(scene, 'web');
  });

  it('by a disruption budget: it is named, not violated, and the workload is put back', async () => {
    await using scene = await openScene('budget');
    const { site, namespace, app, place } = scene;
    await site.start(replicaSet({ ...place, name: 'bare' }));
    const budget = disruptionBudget({ namespace, name: 'bare' }, 1);
    await site.apply(budget);
    await setAllowance(site.api, budget, { healthy: 1, wished: 1 });
    const [before] = await site.api.list(PODS, namespace);
    const { outcome, message } = await migrateOne(scene, 'bare', ['--timeout', '4s']);
    assert.equal(outcome, 'rolled-back', message);
    assert.match(message, /1 pods still to be replaced: .*The disruption budget bare needs 1 healthy pods/);
    const now = await site.api.list(PODS, namespace);
    assert.deepEqual(
      now.map(({ metadata, spec }) => [metadata?.uid, imagesNamedIn(spec)]),
      [[before?.metadata?.uid, [app.reference]]],
    );
  });

  it('by a node that is not ready: the others follow, it is named, and nothing is put back', async () => {
    await using scene = await openScene('ghost');
    const { site, app, place } = scene;
    await addGhost(site);
    // As agents of nodes do; others are not even wished for on a node that is not ready.
    const spec = { ...podSpec(place), tolerations: [{ operator: 'Exists' }] };
    const agent = daemonSet({
      ...{ ...place, name: 'agent' },
      spec: {
        updateStrategy: { rollingUpdate: { maxUnavailable: 2 } },
        template: { metadata: { labels: appLabel('agent') }, spec },
      },
    });
    await site.apply(agent);
    const nodes = site.cluster.nodes.length;
    await until('the daemon on the nodes that are there', 90, async () => {
      const { status } = (await site.api.get(DAEMON_SETS, placeOf(agent))) ?? {};
      return status?.numberReady === nodes && status.desiredNumberScheduled > nodes ? true : undefined;
    });
    const { outcome, message } = await migrateOne(scene, 'agent', ['--timeout', '10m'], EXIT.partly);
    assert.equal(outcome, 'unhealthy', message);
    assert.match(message, new RegExp(`not ready: node ${site.prefix}-ghost`));
    const running = await runningImages(site.api, place.namespace, 'agent');
    const ready = running.filter((one) => one.ready);
    assert.deepEqual([...new Set(ready.map(({ image }) => image))], [app.atTarget]);
    assert.equal(ready.length, nodes);
  });
});

describe('what can take nothing any more', () => {
  it('an immutable Secret: it is refused before anything changes', async () => {
    await using scene = await openScene('immutable');
    const { site, namespace, place } = scene;
    await site.start(deployment({ ...place, name: 'web' }));
    await site.api.patch(SECRETS, { namespace, name: 'login' }, { immutable: true });
    const asItWas = await everythingWritten(site);
    await using proxy = await startApiProxy(site.api);
    const secret = `${namespace}/login`;
    const outcome = await migrate(site, ['--registry-secret', secret, '--server', proxy.url]);
    assertExit(outcome, EXIT.failed);
    assertError(outcome, [`Secret ${secret} is immutable`]);
    assert.deepEqual(proxy.writes, []);
    assert.deepEqual(await everythingWritten(site), asItWas);
  });

  it('a namespace that is being deleted: its workloads are left alone, others move', async () => {
    await using scene = await openScene('ending');
    const { site, place } = scene;
    const namespace = await site.makeNamespace('ending', { login: sourceLogin(site.cluster) });
    const lasting = deployment({ ...place, namespace, name: 'lasting' });
    await site.start(deployment({ ...place, name: 'web' }), lasting);
    // Without a pull Secret that a template could gain nothing would have to be created.
    const kept = buildable(CONFIG_MAPS, { metadata: { namespace, name: 'kept' } });
    await site.apply(kept);
    const keep = { metadata: { finalizers: ['example.com/keep'] } };
    const held = [lasting, kept];
    for (const one of held) await site.api.patch(one.kind, placeOf(one), keep);
    await site.api.delete(NAMESPACES, { name: namespace });
    await until('the namespace to end', 60, async () => {
      const found = await site.api.get(DEPLOYMENTS, placeOf(lasting));
      return found?.metadata?.deletionTimestamp;
    });
    try {
      const outcome = await migrate(site, ['-o', 'json', '--timeout', '20s']);
      assertExit(outcome, EXIT.partly);
      assert.deepEqual(outcomesOf(outcome), { lasting: 'left-alone', web: 'switched' });
      assert.match(switchedWorkloads(outcome).lasting?.message ?? '', /being deleted/);
    } finally {
      for (const one of held) await letGo(site, one);
    }
  });
});

async function migrateOne(
  { site }: Scene,
  name: string,
  args: readonly string[],
  code: number = EXIT.failed,
): Promise<SwitchedWorkload> {
  await using readiness = await watchReadiness(site, [site.in('shop')]);
  const outcome = await migrate(site, ['-o', 'json', ...args]);
  assertExit(outcome, code);
  if (name === 'web') readiness.assertNothingWentDown();
  return switchedWorkloads(outcome)[name] ?? assert.fail(`nothing is said of ${name}`);
}

async function assertAsItWas({ site, namespace, app }: Scene, name: string): Promise<void> {
  const found = await site.api.get(DEPLOYMENTS, { namespace, name });
  assert.deepEqual(imagesNamedIn(found?.spec), [app.reference]);
  assert.equal(found?.status?.readyReplicas, found?.spec?.replicas);
}

/** A Node that no kubelet stands behind; goes with the site. */
async function addGhost(site: Site): Promise<void> {
  const name = `${site.prefix}-ghost`;
  const labels = {
    'kubernetes.io/arch': 'amd64',
    'kubernetes.io/os': 'linux',
    'kubernetes.io/hostname': name,
  };
  const taints = [{ key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' }];
  const ghost = buildable(NODES, { metadata: { name, labels }, spec: { taints } });
  await site.define(ghost);
  const capacity = { cpu: '4', memory: '8Gi', pods: '50' };
  const conditions = [{ type: 'Ready', status: 'False', reason: 'KubeletNotReady' }];
  const nodeInfo = { architecture: 'amd64', operatingSystem: 'linux' };
  await site.api.request(`${objectPath(NODES, { name })}/status`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/merge-patch+json' },
    body: JSON.stringify({ status: { capacity, allocatable: capacity, conditions, nodeInfo } }),
  });
}

async function letGo(site: Site, { kind, object }: Buildable): Promise<void> {
  await site.api.patch(kind, placeOf({ kind, object }), { metadata: { finalizers: null } });
}
