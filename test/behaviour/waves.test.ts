/** Waves stop at what fails: it is put back with what happened, and nothing else was touched. */
import assert from 'node:assert/strict';
import type { SwitchedWorkload } from '../../src/workflow/switch/switched-workload.ts';
import { RECORD_ANNOTATION } from '../../src/domain/change/record.ts';
import { AFTER_ANNOTATION } from '../../src/domain/inventory/workload.ts';
import type { Buildable } from './builders/buildable.ts';
import { deployment } from './builders/deployment.ts';
import { statefulSet } from './builders/stateful-set.ts';
import { startApiProxy } from './harness/api-proxy.ts';
import { withClosed } from './harness/closed-node.ts';
import { imagesNamedIn } from './harness/images-named-in.ts';
import { CONFIG_MAPS, DEPLOYMENTS, PODS, STATEFUL_SETS } from './harness/kinds.ts';
import { loseLayer } from './harness/lose-layer.ts';
import { assertExit, assertSays, EXIT } from './harness/outcome.ts';
import { jobFlags, migrate, move } from './harness/product.ts';
import { watchReadiness } from './harness/readiness-watch.ts';
import { runningImages } from './harness/running-images.ts';
import type { Outcome } from './harness/run-product.ts';
import { openSite, sourceLogin, type Site, type SourceImage } from './harness/site.ts';
import { outcomesOf, switchedWorkloads } from './harness/switch-outcomes.ts';
import { isReal } from './harness/the-cluster.ts';
import { versionsIn } from './harness/versions.ts';

const QUICK = ['--timeout', '6s', '-o', 'json'];

describe('a canary whose image has lost a layer at the target', () => {
  let site: Site;
  let shop: string;
  let bank: string;
  let pilot: SourceImage;
  let asItWas: Readonly<Record<string, string>>;
  let asItIs: Readonly<Record<string, string>>;
  let outcome: Outcome;
  let result: SwitchedWorkload | undefined;

  before(async () => {
    site = await openSite('canary');
    shop = await site.makeNamespace('shop', { login: sourceLogin(site.cluster) });
    bank = await site.makeNamespace('bank', { login: sourceLogin(site.cluster) });
    pilot = await site.push({ repository: 'pilot', tag: '1' });
    const web = await site.push({ repository: 'web', tag: '1' });
    const place = { pullSecrets: ['login'], replicas: 2, containers: { app: web.reference } };
    const canary = deployment({
      ...place,
      ...{ namespace: shop, name: 'pilot', replicas: 1, containers: { app: pilot.reference } },
    });
    await startOnFirst(
      site,
      canary,
      deployment({ ...place, namespace: shop, name: 'web' }),
      deployment({ ...place, namespace: bank, name: 'ledger' }),
    );
    await copyAndLose(site, [pilot]);
    asItWas = await versionsIn(site.api, [shop, bank], 'pilot');
    await using readiness = await watchReadiness(site, [shop, bank]);
    outcome = await migrateElsewhere(site);
    asItIs = await versionsIn(site.api, [shop, bank], 'pilot');
    readiness.assertNothingWentDown();
    result = switchedWorkloads(outcome).pilot;
  });

  after(async () => site[Symbol.asyncDispose]());

  it('halts the run: exit 1', () => {
    assertExit(outcome, EXIT.failed);
    assert.deepEqual(outcomesOf(outcome), {
      ledger: 'not-started',
      pilot: 'rolled-back',
      web: 'not-started',
    });
  });

  it('is back on its old image, Ready, without a trace of the change', async () => {
    const found = await site.api.get(DEPLOYMENTS, { namespace: shop, name: 'pilot' });
    assert.equal(found?.status?.readyReplicas, 1);
    assert.equal(found.metadata?.annotations?.[RECORD_ANNOTATION], undefined);
    assert.deepEqual(found.spec?.template.spec?.imagePullSecrets, [{ name: 'login' }]);
    const running = await runningImages(site.api, shop, 'pilot');
    assert.deepEqual(
      running.map(({ image, ready }) => ({ image, ready })),
      [{ image: pilot.reference, ready: true }],
    );
  });

  it('leaves everything else untouched', () => {
    const secret = `Secret ${shop}/registry-switch-target`;
    const { [secret]: made, ...rest } = asItIs;
    assert.notEqual(made, undefined, 'the namespace of the canary has got its pull Secret');
    assert.deepEqual(rest, asItWas);
  });

  it('tells pod, image and reason', () => {
    assert.match(result?.message ?? '', /pod pilot-\S+: container app cannot pull .*; put back: /);
    assert.ok(result?.message.includes(pilot.atTarget));
    const evidence = (result?.evidence ?? []).join('\n');
    assert.match(
      evidence,
      /^pod pilot-\S+: container app waits: (ErrImagePull|ImagePullBackOff): .*not found/m,
    );
    assert.match(evidence, /^pod pilot-\S+: Failed.*: Failed to pull image .*not found/m);
    assertSays(outcome, 'stderr', `What happened to Deployment ${shop}/pilot:`);
  });
});

describe('an image that has lost a layer, further on', () => {
  let site: Site;
  let images: Readonly<Record<string, SourceImage>>;

  before(async () => {
    site = await openSite('further');
    const names = ['first', 'broken', 'last'];
    const pushed = await Promise.all(names.map(async (name) => site.push({ repository: name, tag: '1' })));
    images = Object.fromEntries(pushed.map((image, index) => [names[index] ?? '', image]));
    const login = { login: sourceLogin(site.cluster) };
    const places = await Promise.all(['a', 'b', 'c'].map(async (name) => site.makeNamespace(name, login)));
    await startOnFirst(
      site,
      ...names.map((name, index) =>
        deployment({
          ...{ namespace: places[index] ?? '', name, pullSecrets: ['login'] },
          containers: { app: images[name]?.reference ?? '' },
        }),
      ),
    );
    await copyAndLose(site, [images.broken]);
  });

  after(async () => site[Symbol.asyncDispose]());

  const cases: readonly [string, string, Readonly<Record<string, string>>][] = [
    [
      'lets everything go back with rollback-all',
      'rollback-all',
      { first: 'rolled-back', broken: 'rolled-back', last: 'not-started' },
    ],
    [
      'leaves what was switched before and nothing after it with halt',
      'halt',
      { first: 'switched', broken: 'rolled-back', last: 'not-started' },
    ],
    ['is put back alone with continue', 'continue', { broken: 'rolled-back', last: 'switched' }],
  ];
  for (const [name, onFailure, expected] of cases) {
    it(name, async () => {
      const outcome = await migrateElsewhere(site, ['--no-canary', '--on-failure', onFailure]);
      assertExit(outcome, EXIT.failed);
      assert.deepEqual(outcomesOf(outcome), sorted(expected));
      for (const [app, result] of Object.entries(expected)) await assertStands(app, result === 'switched');
    });
  }

  /** On its new image or its old one, and ready. */
  async function assertStands(app: string, isSwitched: boolean): Promise<void> {
    const namespace = site.in({ first: 'a', broken: 'b' }[app] ?? 'c');
    const found = await site.api.get(DEPLOYMENTS, { namespace, name: app });
    const image = isSwitched ? images[app]?.atTarget : images[app]?.reference;
    assert.deepEqual(imagesNamedIn(found?.spec), [image], app);
    assert.equal(found?.status?.readyReplicas, 1, app);
  }
});

describe('a StatefulSet whose new pod is stuck', () => {
  it('is put back, and the stuck pod, for which it would wait for ever, is deleted', async () => {
    await using site = await openSite('stuck');
    const namespace = await site.makeNamespace('data', { login: sourceLogin(site.cluster) });
    const db = await site.push({ repository: 'db', tag: '1' });
    const set = statefulSet({
      ...{ namespace, name: 'db', pullSecrets: ['login'] },
      containers: { db: db.reference },
    });
    await startOnFirst(site, set);
    await copyAndLose(site, [db]);
    const untouched = await site.api.get(PODS, { namespace, name: 'db-0' });
    const outcome = await migrateElsewhere(site);
    assertExit(outcome, EXIT.failed);
    const { message, evidence = [], outcome: result } = switchedWorkloads(outcome).db ?? assert.fail();
    assert.equal(result, 'rolled-back', message);
    assert.match(evidence.join('\n'), /pod db-1: container db waits: .*not found/);
    const running = await runningImages(site.api, namespace);
    assert.deepEqual(
      running.map(({ pod, image, ready }) => ({ pod, image, ready })),
      ['db-0', 'db-1'].map((pod) => ({ pod, image: db.reference, ready: true })),
    );
    const now = await site.api.get(PODS, { namespace, name: 'db-0' });
    assert.equal(now?.metadata?.uid, untouched?.metadata?.uid);
    const back = await site.api.get(STATEFUL_SETS, { namespace, name: 'db' });
    assert.equal(back?.metadata?.annotations?.[RECORD_ANNOTATION], undefined);
  });
});

describe('a container that starts and ends again under its new name', () => {
  it('is noticed while the wave settles, put back, and its log is shown', async () => {
    await using site = await openSite('crash');
    const namespace = await site.makeNamespace('shop', { login: sourceLogin(site.cluster) });
    const { reference } = await site.push({ repository: 'app', tag: '1' });
    const life = (seconds: string) => ({ metadata: { namespace, name: 'life' }, data: { seconds } });
    await site.api.apply(CONFIG_MAPS, life('1000000'));
    const app = deployment({
      ...{ namespace, name: 'app', pullSecrets: ['login'], containers: { app: reference } },
      container: {
        command: ['/bin/sh', '-c', 'echo living for $LIFE; sleep $LIFE; echo out of luck; exit 3'],
        env: [{ name: 'LIFE', valueFrom: { configMapKeyRef: { name: 'life', key: 'seconds' } } }],
      },
    });
    await site.start(app);
    // Ready first, and gone some seconds later: the time of the sandbox runs 20 times as fast.
    await site.api.apply(CONFIG_MAPS, life(isReal() ? '4' : '80'));
    assertExit(await move(site, ['copy', ...jobFlags(site)]), EXIT.done);
    const patience = ['--settle', '9s', '--timeout', '60s'];
    const outcome = await move(site, ['switch', '--yes', '-o', 'json', ...patience]);
    assertSays(outcome, 'stderr', `What happened to Deployment ${namespace}/app:`);
    assertExit(outcome, EXIT.failed);
    const { outcome: result, message, evidence = [] } = switchedWorkloads(outcome).app ?? assert.fail();
    assert.equal(result, 'rolled-back', message);
    assert.match(message, /container app was restarted; put back|ready once, but not any more/);
    assert.match(evidence.join('\n'), /container app ended with exit code 3/);
    assert.match(evidence.join('\n'), /^log of pod app-\S+, container app: out of luck$/m);
    const found = await site.api.get(DEPLOYMENTS, { namespace, name: 'app' });
    assert.equal(found?.spec?.template.spec?.containers[0]?.image, reference);
  });
});

describe('the order of waves', () => {
  it('is that of --wave-order, then the names; annotations come before both', async () => {
    await using site = await openSite('order');
    const image = await site.push({ repository: 'app', tag: '1' });
    const login = { login: sourceLogin(site.cluster) };
    const places = await Promise.all(['a', 'b', 'c'].map(async (name) => site.makeNamespace(name, login)));
    const [a = '', b = '', c = ''] = places;
    const app = (namespace: string, name: string, annotations = {}) =>
      deployment({
        namespace,
        name,
        annotations,
        pullSecrets: ['login'],
        containers: { app: image.reference },
      });
    await site.start(
      app(a, 'web', { [AFTER_ANNOTATION]: `${c}/deployment/db` }),
      app(a, 'other'),
      app(b, 'shop'),
      app(c, 'db'),
    );
    await using proxy = await startApiProxy(site.api);
    const flags = ['--server', proxy.url, '--no-canary', '--wave-order', b, '--max-in-flight', '1'];
    assertExit(await migrate(site, [...flags, '--wave-size', '1']), EXIT.done);
    const order = proxy.writes.flatMap(({ method, path }) =>
      method === 'PATCH' && path.includes('/deployments/') ? [path.split('/').at(-1)] : [],
    );
    assert.deepEqual(order, ['shop', 'other', 'db', 'web']);
  });
});

/** Puts pods on one node only, so that other nodes have none of their layers. */
async function startOnFirst(site: Site, ...objects: readonly Buildable[]): Promise<void> {
  const others = site.cluster.nodes.filter((node) => node !== first(site));
  await withClosed(site.api, others, async () => site.start(...objects));
}

/** Pods that are made during the move have to pull everything. */
async function migrateElsewhere(site: Site, args: readonly string[] = []): Promise<Outcome> {
  return withClosed(site.api, [first(site)], async () => migrate(site, [...QUICK, ...args]));
}

function first({ cluster }: Site): string {
  return cluster.nodes[0] ?? assert.fail();
}

async function copyAndLose(site: Site, images: readonly (SourceImage | undefined)[]): Promise<void> {
  assertExit(await move(site, ['copy', ...jobFlags(site)]), EXIT.done);
  for (const image of images) await loseLayer(site.cluster.target, image?.repository ?? '', '1');
}

function sorted(outcomes: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(outcomes).toSorted(([one], [other]) => (one < other ? -1 : 1)));
}
