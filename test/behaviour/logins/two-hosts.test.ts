/** Two target hosts: each gets its own login from its own place, and none of the other's. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ROBOTS } from '../../support/harbor.ts';
import { manifestDigest } from '../../support/push-image.ts';
import { deployment } from '../builders/deployment.ts';
import { dockerConfig, pullSecret, type Login } from '../builders/pull-secret.ts';
import type { RegistryName } from '../harness/cluster-handle.ts';
import { assertError, assertExit, assertSays, EXIT } from '../harness/outcome.ts';
import { jobFlags, migrate, move, rollback } from '../harness/product.ts';
import { restartPods } from '../harness/restart-pods.ts';
import { runningImages } from '../harness/running-images.ts';
import type { Outcome } from '../harness/run-product.ts';
import { openSite, sourceLogin, type Site, type SourceImage } from '../harness/site.ts';
import { everythingRestorable, everythingWritten } from '../harness/snapshot.ts';
import { loginsIn } from './logins-in.ts';

describe('two target hosts with two logins in one rules file', () => {
  let site: Site;
  let shop: string;
  let web: SourceImage;
  let paid: SourceImage;
  let folder: string;
  /** The place at the second host. */
  let second: string;
  let old: string;

  before(async () => {
    site = await openSite('hosts');
    const { harbor, source } = site.cluster;
    shop = await site.makeNamespace('shop', { login: sourceLogin(site.cluster) });
    [web, paid] = await Promise.all([
      site.push({ repository: 'web', tag: '1' }),
      site.push({ repository: 'paid/api', tag: '1' }),
    ]);
    const place = { namespace: shop, pullSecrets: ['login'], pullPolicy: 'Always' } as const;
    await site.start(
      deployment({ ...place, name: 'web', containers: { app: web.reference } }),
      deployment({ ...place, name: 'api', containers: { app: paid.reference, side: web.reference } }),
    );
    second = `${harbor.host}/${site.prefix}/new`;
    folder = mkdtempSync(path.join(tmpdir(), 'two-hosts-'));
    const rules = [{ from: `${source.host}/${site.prefix}/paid`, to: second }];
    writeFileSync(path.join(folder, 'rules.yaml'), JSON.stringify({ rules }));
    writeFileSync(path.join(folder, 'config.json'), dockerConfig({ [harbor.host]: ROBOTS.new }));
    old = `${source.username} at ${source.host}`;
  });

  after(async () => {
    rmSync(folder, { recursive: true });
    await site[Symbol.asyncDispose]();
  });

  it('names the host without a login at plan time, and sends it no other', async () => {
    const asItWas = await everythingWritten(site);
    for (const args of [['plan'], ['migrate', '--yes', ...jobFlags(site)]]) {
      const outcome = await moveBoth(args);
      assert.notEqual(outcome.code, EXIT.done);
      assertError(outcome, [site.cluster.harbor.host]);
    }
    assert.deepEqual(await everythingWritten(site), asItWas);
    await assertOwnUsersOnly();
  });

  it('names the host whose login for pods is that which copies', async () => {
    const outcome = await moveBoth(['plan'], { DOCKER_CONFIG: folder });
    assertExit(outcome, EXIT.done);
    assertSays(outcome, 'stderr', new RegExp(`can push to ${second}, as pods have no login of their own`));
    const refused = await moveBoth(['migrate', '--yes', ...jobFlags(site)], { DOCKER_CONFIG: folder });
    assertExit(refused, EXIT.usage);
    assertError(refused, [`can push to ${second}`]);
  });

  it('is moved with a login of each from the docker config and a Secret with both', async () => {
    const ops = await site.makeNamespace('ops');
    await site.apply(pullSecret({ namespace: ops, name: 'pullers' }, pullers()));
    const asItWas = await everythingRestorable(site);
    assertExit(await migrateBoth(['--pull-secret', `${ops}/pullers`], { DOCKER_CONFIG: folder }), EXIT.done);
    await assertMoved();
    assertExit(await rollback(site), EXIT.done);
    assert.deepEqual(await everythingRestorable(site), asItWas);
  });

  it('is moved with both logins from one Secret each', async () => {
    const { target } = site.cluster;
    const keys = await site.makeNamespace('keys');
    await site.apply(
      pullSecret({ namespace: keys, name: 'movers' }, { [target.host]: target, [second]: ROBOTS.new }),
      pullSecret({ namespace: keys, name: 'pullers' }, pullers()),
    );
    const to = `${target.host}/${site.prefix}/again`;
    const { source, harbor } = site.cluster;
    const rules = [{ from: `${source.host}/${site.prefix}/paid`, to: `${second}/again` }];
    writeFileSync(path.join(folder, 'rules.yaml'), JSON.stringify({ rules }));
    const secrets = ['--to-secret', `${keys}/movers`, '--pull-secret', `${keys}/pullers`];
    const outcome = await migrate(site, [...secrets, ...rulesFlags()], { ...OWN, to });
    assertExit(outcome, EXIT.done);
    assert.equal(await manifestDigest(harbor, `${site.prefix}/new/again/api`, '1'), paid.digest);
    await assertOwnUsersOnly();
    await restartPods(site.api, shop);
  });

  const OWN = { login: 'none', pullLogin: 'none' } as const;

  function pullers(): Record<string, Login> {
    const { target } = site.cluster;
    return { [target.host]: target.puller, [second]: ROBOTS.newPuller };
  }

  function rulesFlags(): string[] {
    const { host, caFile } = site.cluster.harbor;
    return ['--rules', path.join(folder, 'rules.yaml'), '--registry-ca', `${host}=${caFile}`];
  }

  async function moveBoth(args: string[], env: Record<string, string> = {}): Promise<Outcome> {
    return move(site, [...args, ...rulesFlags()], { env });
  }

  async function migrateBoth(args: string[], env: Record<string, string> = {}): Promise<Outcome> {
    return migrate(site, [...args, ...rulesFlags()], { pullLogin: 'none', env });
  }

  async function assertMoved(): Promise<void> {
    const { target, harbor } = site.cluster;
    assert.equal(await manifestDigest(target, web.repository, '1'), web.digest);
    assert.equal(await manifestDigest(harbor, `${site.prefix}/new/api`, '1'), paid.digest);
    assert.deepEqual(
      await loginsIn(site, shop),
      [
        old,
        `${target.puller.username} at ${target.host}`,
        `${ROBOTS.newPuller.username} at ${second}`,
      ].toSorted(),
    );
    await restartPods(site.api, shop);
    const images = await runningImages(site.api, shop);
    const atSecond = `${second}/api:1`;
    assert.deepEqual(
      images.map(({ image }) => image).toSorted(),
      [web.atTarget, web.atTarget, atSecond].toSorted(),
    );
    assert.ok(images.every(({ ready }) => ready));
    await assertOwnUsersOnly();
  }

  /** Right or wrong, nobody's login was shown to another registry. */
  async function assertOwnUsersOnly(): Promise<void> {
    const { usersSeen, source, target } = site.cluster;
    const robots = Object.values(ROBOTS).map(({ username }) => username);
    const others: [RegistryName, string[]][] = [
      ['source', [target.username, target.puller.username, ...robots]],
      ['target', [source.username, ...robots]],
      ['harbor', [source.username, target.username, target.puller.username]],
    ];
    for (const [registry, strange] of others) {
      const seen = (await usersSeen?.(registry)) ?? [];
      assert.deepEqual(
        seen.filter((user) => strange.includes(user)),
        [],
        `users seen at ${registry}`,
      );
    }
  }
});
