/** One namespace in which nothing may be written: everybody else's rollback and finish go on, and it is named. */
import assert from 'node:assert/strict';
import { until } from '../../cluster/deadline.ts';
import { buildable, placeOf } from '../builders/buildable.ts';
import { deployment } from '../builders/deployment.ts';
import { lease } from '../builders/lease.ts';
import { startForger } from '../fencing/forger.ts';
import { startApiProxy } from '../harness/api-proxy.ts';
import { imagesNamedIn } from '../harness/images-named-in.ts';
import { DEPLOYMENTS, LEASES, RESOURCE_QUOTAS, SECRETS } from '../harness/kinds.ts';
import { assertError, assertExit, assertNextStep, assertSays, EXIT } from '../harness/outcome.ts';
import { migrate, run } from '../harness/product.ts';
import type { Outcome } from '../harness/run-product.ts';
import { openSite, sourceLogin, type Site, type SourceImage } from '../harness/site.ts';

const LEASE = 'registry-switch';
const CREATED = 'registry-switch-target';

describe('a namespace whose lease cannot be had', () => {
  let site: Site;
  let app: SourceImage;
  /** Pairs of namespaces that nothing has happened to since the move of all. */
  const left = ['one', 'two', 'three', 'four', 'five', 'six', 'seven'];
  let both: string;
  let shop: string;
  let zoo: string;

  before(async () => {
    site = await openSite('left-out');
    app = await site.push({ repository: 'app', tag: '1' });
    const login = sourceLogin(site.cluster);
    const names = left.flatMap((pair) => [`${pair}-shop`, `${pair}-zoo`]);
    const namespaces = await Promise.all(names.map(async (name) => site.makeNamespace(name, { login })));
    const web = { name: 'web', pullSecrets: ['login'], containers: { app: app.reference } };
    await site.start(...namespaces.map((namespace) => deployment({ namespace, ...web })));
    assertExit(await migrate(site), EXIT.done);
  });

  beforeEach(() => {
    const pair = left.shift() ?? assert.fail('no pair of namespaces is left');
    both = site.in(`${pair}-*`);
    [shop, zoo] = [site.in(`${pair}-shop`), site.in(`${pair}-zoo`)];
  });

  after(async () => site[Symbol.asyncDispose]());

  it('by a quota: rollback puts the others back, and it too once the quota is lifted', async () => {
    const lift = await forbidLeases(shop);
    const outcome = await rollback();
    assertExit(outcome, EXIT.partly);
    assertSays(outcome, 'stdout', new RegExp(`Deployment ${shop}/web +kept .*exceeded quota`));
    assertSays(outcome, 'stderr', `warning: namespace ${shop} was left out`);
    assertSays(outcome, 'stderr', 'Increase or remove that quota');
    assertSays(outcome, 'stderr', `--exclude-namespace ${shop}`);
    assert.doesNotMatch(outcome.stderr, /registry-switch rbac/);
    await assertBack(zoo);
    assert.equal(await isSwitched(shop), true);
    await lift();
    assertExit(await rollback(), EXIT.done);
    await assertBack(shop);
  });

  it('by a quota everywhere: nothing is rolled back, and all of them are named', async () => {
    await forbidLeases(shop);
    await forbidLeases(zoo);
    const outcome = await rollback();
    assertExit(outcome, EXIT.failed);
    assertError(outcome, [
      `cannot acquire the lease of namespace ${shop}`,
      `cannot acquire the lease of namespace ${zoo}`,
    ]);
    assertNextStep(outcome, 'Increase or remove that quota');
  });

  it('by a quota: finish ends the move elsewhere, and there once the quota is lifted', async () => {
    const lift = await forbidLeases(shop);
    const outcome = await finish();
    assertExit(outcome, EXIT.partly);
    assertSays(outcome, 'stdout', new RegExp(`Deployment ${shop}/web +kept .*exceeded quota`));
    assertSays(outcome, 'stdout', new RegExp(`Deployment ${zoo}/web +cleared`));
    assertSays(outcome, 'stderr', `warning: namespace ${shop} was left out`);
    await lift();
    const again = await finish();
    assertExit(again, EXIT.done);
    assertSays(again, 'stdout', new RegExp(`Deployment ${shop}/web +cleared`));
  });

  it('by a quota: what finish left out can still be rolled back, and pull, once the quota is lifted', async () => {
    const lift = await forbidLeases(shop);
    assertExit(await finish(), EXIT.partly);
    await lift();
    assertExit(await rollback(), EXIT.done);
    await assertBack(shop);
    assert.equal(await isSwitched(zoo), true, 'where it was finished there is no way back');
  });

  it('or is not to be written to: finish leaves it out by name, and says of the rest what it removes', async () => {
    const outcome = await finish('--exclude-namespace', shop);
    assertExit(outcome, EXIT.done);
    assertSays(outcome, 'stderr', `rewrite Secret ${zoo}/login: without the entry for`);
    assert.doesNotMatch(`${outcome.stdout}${outcome.stderr}`, new RegExp(`${shop}/`));
    assertExit(await rollback(), EXIT.done);
    await assertBack(shop);
    assert.equal(await isSwitched(zoo), true);
  });

  it('as somebody else holds it: rollback puts the others back, and says who it is and what to do', async () => {
    await site.api.delete(LEASES, { namespace: shop, name: LEASE });
    await using forger = await startForger(site, shop);
    const outcome = await rollback();
    assertExit(outcome, EXIT.partly);
    assertSays(outcome, 'stderr', `another run is changing namespace ${shop} (${forger.name})`);
    assertSays(outcome, 'stderr', '--takeover');
    await assertBack(zoo);
    assert.equal(await isSwitched(shop), true);
  });

  it('any more, as it was taken away in the middle: the Secrets of the others go all the same', async () => {
    const theirs = lease({
      namespace: shop,
      name: LEASE,
      holder: 'mallory',
      ageSeconds: 0,
      durationSeconds: 15,
    });
    await using proxy = await startApiProxy(site.api, {
      beforeWrite: async ({ method, path }) => {
        if (method === 'PATCH' && path.endsWith(`/${shop}/deployments/web`)) await site.apply(theirs);
      },
    });
    const outcome = await rollback('--server', proxy.url);
    assertSays(
      outcome,
      'stdout',
      new RegExp(`Secret ${shop}/${CREATED} +kept .*took over namespace ${shop}`),
    );
    assertSays(outcome, 'stdout', new RegExp(`Secret ${zoo}/${CREATED} +removed`));
    await assertBack(zoo);
  });

  async function finish(...flags: readonly string[]): Promise<Outcome> {
    return inBoth('finish', '--from', site.cluster.source.host, ...flags);
  }

  async function rollback(...flags: readonly string[]): Promise<Outcome> {
    return inBoth('rollback', ...flags);
  }

  async function inBoth(command: string, ...flags: readonly string[]): Promise<Outcome> {
    const place = ['--namespace', both, '--copy-namespace', site.copyNamespace];
    return run(site, [command, '--yes', ...place, ...flags]);
  }

  /** The lease that was there is gone, and none can be made. Returns what lifts it. */
  async function forbidLeases(namespace: string): Promise<() => Promise<void>> {
    await site.api.delete(LEASES, { namespace, name: LEASE });
    const spec = { hard: { 'count/leases.coordination.k8s.io': '0' } };
    const quota = buildable(RESOURCE_QUOTAS, { metadata: { namespace, name: 'tight' }, spec });
    await site.apply(quota);
    await until('the quota is counted', 30, async () => {
      const { status } = (await site.api.get(RESOURCE_QUOTAS, placeOf(quota))) ?? {};
      return status?.used === undefined ? undefined : true;
    });
    return async () => {
      await site.api.delete(RESOURCE_QUOTAS, placeOf(quota));
    };
  }

  async function isSwitched(namespace: string): Promise<boolean> {
    const found = await site.api.get(DEPLOYMENTS, { namespace, name: 'web' });
    return !imagesNamedIn(found?.spec).includes(app.reference);
  }

  async function assertBack(namespace: string): Promise<void> {
    assert.equal(await isSwitched(namespace), false);
    assert.equal(await site.api.get(SECRETS, { namespace, name: CREATED }), undefined);
  }
});
