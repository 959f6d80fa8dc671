/** Workloads that follow late, partly, in an order of their own or not at all: all of them in one move. */
import assert from 'node:assert/strict';
import { until } from '../../cluster/deadline.ts';
import { randomLayer } from '../../support/image-layers.ts';
import type { SwitchedWorkload } from '../../../src/workflow/switch/switched-workload.ts';
import { buildable, type Buildable } from '../builders/buildable.ts';
import { cronJob } from '../builders/cron-job.ts';
import { daemonSet } from '../builders/daemon-set.ts';
import { deployment } from '../builders/deployment.ts';
import { disruptionBudget, setAllowance } from '../builders/pod-disruption-budget.ts';
import { job } from '../builders/job.ts';
import { appLabel, podSpec } from '../builders/pod-spec.ts';
import { replicaSet } from '../builders/replica-set.ts';
import { statefulSet } from '../builders/stateful-set.ts';
import { startApiProxy, type SeenWrite } from '../harness/api-proxy.ts';
import { imagesNamedIn } from '../harness/images-named-in.ts';
import { CRON_JOBS, DEPLOYMENTS, JOBS, REPLICA_SETS } from '../harness/kinds.ts';
import { objectPath } from '../harness/kube-api.ts';
import { assertExit, EXIT } from '../harness/outcome.ts';
import { migrate, verify } from '../harness/product.ts';
import { runningImages } from '../harness/running-images.ts';
import type { Outcome } from '../harness/run-product.ts';
import { openSite, sourceLogin, type Site, type SourceImage } from '../harness/site.ts';
import { switchedWorkloads } from '../harness/switch-outcomes.ts';
import { watchObjects } from '../harness/watch-objects.ts';

describe('corner cases of one move', () => {
  let site: Site;
  let namespace: string;
  let app: SourceImage;
  let outcome: Outcome;
  let results: Readonly<Record<string, SwitchedWorkload>>;

  before(async () => {
    site = await openSite('corners');
    namespace = await site.makeNamespace('shop', { login: sourceLogin(site.cluster) });
    app = await site.push({ repository: 'app', tag: '1', layers: [randomLayer(100)] });
    await site.start(...estate());
    await growHistory();
    await startNightly();
    await site.api.patch(DEPLOYMENTS, { namespace, name: 'paused' }, { spec: { paused: true } });
    const budget = disruptionBudget({ namespace, name: 'bare' }, 1);
    await site.apply(budget);
    await setAllowance(site.api, budget, { healthy: 2, wished: 1 });
    outcome = await migrateInTheMidstOfIt();
    results = switchedWorkloads(outcome);
  });

  after(async () => site[Symbol.asyncDispose]());

  it('leave only the Job that still runs: exit 4', () => {
    assertExit(outcome, EXIT.partly);
    const others = Object.values(results).filter(({ outcome: one }) => !/^(switched|gone)$/.test(one));
    assert.deepEqual(others, []);
  });

  it('paused Deployment: its template moves, its pods when it is resumed', async () => {
    assert.equal(results.paused?.message, 'paused: its pods follow when it is resumed');
    assert.deepEqual(await podImages('paused'), [app.reference]);
    await site.api.patch(DEPLOYMENTS, { namespace, name: 'paused' }, { spec: { paused: false } });
    await until('the pods to follow', 60, async () => {
      const images = await podImages('paused');
      return images.every((image) => image === app.atTarget) ? true : undefined;
    });
  });

  it('Deployment of no pods: its template moves', async () => {
    assert.equal(results.asleep?.message, '0 of 0 pods available');
    assert.deepEqual(await templateImages('asleep'), [app.atTarget]);
  });

  for (const name of ['by-hand', 'agent-by-hand']) {
    it(`OnDelete (${name}): nobody deletes its pods, and that is said`, async () => {
      assert.equal(results[name]?.message, 'OnDelete: its pods follow when they are deleted');
      assert.deepEqual([...new Set(await podImages(name))], [app.reference]);
    });
  }

  it('partitioned StatefulSet: only the pods above the partition follow', async () => {
    assert.equal(results.parted?.message, '1 of 2 pods updated (partition 1)');
    assert.deepEqual(await podImages('parted'), [app.reference, app.atTarget]);
  });

  it('CronJob with a running Job: the Job runs on and is named, the next one is new', async () => {
    const { outcome: result, message } = results.nightly ?? assert.fail();
    assert.equal(result, 'switched');
    assert.equal(message, 'patched; still running as before: Job nightly-now');
    const running = await site.api.get(JOBS, { namespace, name: 'nightly-now' });
    assert.equal(running?.status?.active, 1);
    const found = await verify(site, ['-o', 'pods']);
    assert.match(found.stdout, /\tnightly-now-/);
  });

  it('Jobs: one that is complete is no obstacle, one that runs is left alone with the reason', () => {
    const report = JSON.parse(outcome.stdout) as { plan: { leftAlone: LeftAlone[] } };
    const told = report.plan.leftAlone.filter(({ workload }) => workload.name.startsWith('job-'));
    assert.deepEqual(
      told.map(({ workload, code }) => [workload.name, code]),
      [
        ['job-done', 'finished'],
        ['job-running', 'immutable'],
      ],
    );
  });

  it('ReplicaSets in the history of a Deployment: stay as they are and do not count', async () => {
    const all = await site.api.list(REPLICA_SETS, namespace);
    const past = all.filter(
      ({ metadata, spec }) => metadata?.labels?.app === 'historic' && spec?.replicas === 0,
    );
    assert.ok(past.length >= 2, 'there is a history');
    const images = past.flatMap(({ spec }) => imagesNamedIn(spec?.template));
    assert.ok(images.includes(app.reference));
    const { stdout } = await verify(site);
    const told = stdout.split('\n').filter((line) => line.startsWith('ReplicaSet'));
    assert.ok(told.length >= 2 && told.every((line) => line.includes('not counted: history')), stdout);
  });

  it('ReplicaSet of nobody: its pods go by eviction, as its disruption budget allows', async () => {
    assert.equal(results.bare?.outcome, 'switched');
    assert.deepEqual(await podImages('bare'), [app.atTarget, app.atTarget]);
    const removals = writes.filter(({ path }) => path.includes('/pods/bare-'));
    assert.deepEqual(
      removals.map(({ method, path, status }) => [method, path.split('/').at(-1), status]),
      Array<unknown>(2).fill(['POST', 'eviction', 201]),
    );
  });

  it('autoscaler at work: neither the guard nor the wait gives up', async () => {
    assert.equal(results.scaled?.outcome, 'switched', JSON.stringify(results.scaled));
    const found = await site.api.get(DEPLOYMENTS, { namespace, name: 'scaled' });
    assert.equal(found?.spec?.replicas, 3);
    assert.deepEqual(await templateImages('scaled'), [app.atTarget]);
  });

  it('Deployments that are deleted before and after their patch: nothing is left to move', () => {
    for (const name of ['doomed', 'fleeting']) assert.equal(results[name]?.outcome, 'gone', name);
  });

  const writes: SeenWrite[] = [];

  function estate(): Buildable[] {
    const place = { namespace, pullSecrets: ['login'], containers: { app: app.reference } };
    const onDelete = { updateStrategy: { type: 'OnDelete' } };
    const names = ['paused', 'historic', 'doomed', 'fleeting'];
    return [
      ...names.map((name) => deployment({ ...place, name })),
      deployment({ ...place, name: 'asleep', replicas: 0 }),
      deployment({ ...place, name: 'scaled', replicas: 2 }),
      statefulSet({ ...place, name: 'by-hand', spec: onDelete }),
      daemonSet({ ...place, name: 'agent-by-hand', spec: onDelete }),
      statefulSet({
        ...place,
        name: 'parted',
        spec: { updateStrategy: { rollingUpdate: { partition: 1 } } },
      }),
      cronJob({ ...place, name: 'nightly' }),
      job({ ...place, name: 'job-done' }),
      replicaSet({ ...place, name: 'bare', replicas: 2 }),
    ];
  }

  /** Two more revisions, so that the first one is past. */
  async function growHistory(): Promise<void> {
    const place = { namespace, pullSecrets: ['login'], containers: { app: app.reference } };
    for (const level of ['one', 'two']) {
      const next = deployment({
        ...{ ...place, name: 'historic' },
        container: { env: [{ name: 'LEVEL', value: level }] },
      });
      await site.start(next);
    }
  }

  /** A Job of the CronJob that will not end by itself, and one of nobody. */
  async function startNightly(): Promise<void> {
    const parent = await site.api.get(CRON_JOBS, { namespace, name: 'nightly' });
    const uid = parent?.metadata?.uid ?? '';
    const owner = { apiVersion: 'batch/v1', kind: 'CronJob', name: 'nightly', uid, controller: true };
    await site.apply(runningJob('nightly-now', { ownerReferences: [owner] }), runningJob('job-running', {}));
    const made = await until('the Job to run', 60, async () => {
      const found = await site.api.get(JOBS, { namespace, name: 'nightly-now' });
      return found?.status?.active === 1 ? found : undefined;
    });
    const name = 'nightly-now';
    const active = [{ apiVersion: 'batch/v1', kind: 'Job', namespace, name, uid: made.metadata?.uid }];
    await site.api.request(`${objectPath(CRON_JOBS, { namespace, name: 'nightly' })}/status`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/merge-patch+json' },
      body: JSON.stringify({ status: { active } }),
    });
  }

  function runningJob(name: string, metadata: object): Buildable {
    const shape = { pullSecrets: ['login'], containers: { app: app.reference } };
    return buildable(JOBS, {
      metadata: { namespace, name, labels: appLabel(name), ...metadata },
      spec: {
        template: {
          metadata: { labels: appLabel(name) },
          spec: { ...podSpec(shape), restartPolicy: 'Never' },
        },
      },
    });
  }

  /** Somebody scales, somebody deletes: each at the worst moment. */
  async function migrateInTheMidstOfIt(): Promise<Outcome> {
    let scalings = 0;
    const scale = async (replicas: number) =>
      site.api.patch(DEPLOYMENTS, { namespace, name: 'scaled' }, { spec: { replicas } });
    const disturb = async ({ method, path }: SeenWrite): Promise<void> => {
      if (method === 'PATCH' && path.endsWith('/deployments/scaled') && scalings < 4) {
        scalings += 1;
        await scale(2 + (scalings % 2));
      }
      if (method === 'PATCH' && path.endsWith('/deployments/doomed')) {
        await site.api.delete(DEPLOYMENTS, { namespace, name: 'doomed' });
      }
    };
    await using watch = await watchObjects(site.api, { kind: DEPLOYMENTS, namespace }, ({ type, object }) => {
      if (type === 'DELETED' || imagesNamedIn(object.spec?.template)[0] !== app.atTarget) return;
      const name = object.metadata?.name ?? '';
      if (name === 'fleeting') void site.api.delete(DEPLOYMENTS, { namespace, name });
      if (name === 'scaled' && object.spec?.replicas !== 3) void scale(3);
    });
    await using proxy = await startApiProxy(site.api, { beforeWrite: disturb });
    const result = await migrate(site, ['-o', 'json', '--timeout', '60s', '--server', proxy.url]);
    writes.push(...proxy.writes);
    assert.equal(scalings, 4, 'the guard failed four times');
    assert.ok(watch.events.length > 0);
    return result;
  }

  async function podImages(name: string): Promise<string[]> {
    const running = await runningImages(site.api, namespace, name);
    return running.toSorted((a, b) => (a.pod < b.pod ? -1 : 1)).map(({ image }) => image);
  }

  async function templateImages(name: string): Promise<string[]> {
    return imagesNamedIn((await site.api.get(DEPLOYMENTS, { namespace, name }))?.spec);
  }
});

interface LeftAlone {
  readonly workload: { readonly name: string };
  readonly code: string;
}
