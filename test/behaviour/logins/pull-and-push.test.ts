/** The login that copies stays with the copy; pods get one of their own, or that one with consent. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { deployment } from '../builders/deployment.ts';
import { pullSecret } from '../builders/pull-secret.ts';
import { NAMESPACES } from '../harness/kinds.ts';
import { assertError, assertExit, assertNextStep, assertSays, EXIT } from '../harness/outcome.ts';
import { jobFlags, migrate, move, rollback } from '../harness/product.ts';
import { openSite, sourceLogin, type Site, type SourceImage } from '../harness/site.ts';
import { everythingWritten } from '../harness/snapshot.ts';
import { loginsIn } from './logins-in.ts';

/** The scenario gives the login of pods, if any. */
const NO_PULL = { pullLogin: 'none' } as const;

describe('the login that pods get at the target', () => {
  let site: Site;
  let shop: string;
  let bank: string;
  let app: SourceImage;
  let old: string;

  before(async () => {
    site = await openSite('logins');
    const login = sourceLogin(site.cluster);
    [shop, bank] = await Promise.all([
      site.makeNamespace('shop', { login }),
      site.makeNamespace('bank', { login }),
    ]);
    app = await site.push({ repository: 'app', tag: '1' });
    const place = { name: 'web', pullSecrets: ['login'], containers: { app: app.reference } };
    await site.start(...[shop, bank].map((namespace) => deployment({ namespace, ...place })));
    old = `${site.cluster.source.username} at ${site.cluster.source.host}`;
  });

  after(async () => site[Symbol.asyncDispose]());

  it('is wanted before anything is written: exit 2 names the namespaces and both ways out', async () => {
    const asItWas = await everythingWritten(site);
    const outcome = await migrate(site, [], NO_PULL);
    assertExit(outcome, EXIT.usage);
    const places = `2 namespaces (${bank}, ${shop})`;
    assertError(outcome, [
      `everyone who can read Secrets in ${places} can push to ${site.cluster.target.host}`,
    ]);
    assertNextStep(outcome, /--pull-username.*--pull-secret.*--share-push-login/);
    assert.deepEqual(await everythingWritten(site), asItWas);
    assert.equal(await site.api.get(NAMESPACES, { name: site.copyNamespace }), undefined);
  });

  it('is a warning of plan and --dry-run, which write nothing', async () => {
    for (const args of [['plan'], ['migrate', '--dry-run', ...jobFlags(site)]]) {
      const outcome = await move(site, args, NO_PULL);
      assertExit(outcome, EXIT.done);
      assertSays(
        outcome,
        'stderr',
        /^warning: everyone who can read Secrets in 2 namespaces .* can push to /m,
      );
    }
    assertSays(await move(site, ['plan', '-o', 'json'], NO_PULL), 'stdout', '"namespacesWithPushLogin"');
  });

  it('is not needed to copy: no pull Secret is written', async () => {
    assertExit(await move(site, ['copy', '--yes', ...jobFlags(site)], NO_PULL), EXIT.done);
    assert.deepEqual(await loginsIn(site, shop), [old]);
  });

  it('is the one that was given for them; nobody finds a login there that may push', async () => {
    assertExit(await migrate(site), EXIT.done);
    const { host, puller } = site.cluster.target;
    for (const namespace of [shop, bank]) {
      assert.deepEqual(await loginsIn(site, namespace), [old, `${puller.username} at ${host}`].toSorted());
    }
    await backAgain();
  });

  it('comes from a file, and is for the path of the target alone', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'pull-password-'));
    try {
      const { host, puller } = site.cluster.target;
      const file = path.join(folder, 'password');
      writeFileSync(file, `${puller.password}\n`);
      const flags = ['--pull-username', puller.username, '--pull-password-file', file];
      const to = `${host}/${site.prefix}/mirror`;
      assertExit(await migrate(site, flags, { ...NO_PULL, to }), EXIT.done);
      assert.deepEqual(await loginsIn(site, shop), [old, `${puller.username} at ${to}`].toSorted());
    } finally {
      rmSync(folder, { recursive: true });
    }
    await backAgain();
  });

  it('comes from a Secret, which stays where it is', async () => {
    const { host, puller } = site.cluster.target;
    const ops = await site.makeNamespace('ops');
    await site.apply(pullSecret({ namespace: ops, name: 'puller' }, { [host]: puller }));
    assertExit(await migrate(site, ['--pull-secret', `${ops}/puller`], NO_PULL), EXIT.done);
    assert.deepEqual(await loginsIn(site, shop), [old, `${puller.username} at ${host}`].toSorted());
    await backAgain();
  });

  it('is the one that copies with consent, in those namespaces alone whose pods have none of their own', async () => {
    const { host, puller, username } = site.cluster.target;
    const both = { ...sourceLogin(site.cluster), [host]: puller };
    await site.apply(pullSecret({ namespace: bank, name: 'login' }, both));
    const refused = await migrate(site, [], NO_PULL);
    assertExit(refused, EXIT.usage);
    assertError(refused, [`in 1 namespace (${shop})`]);
    assertExit(await migrate(site, ['--share-push-login'], NO_PULL), EXIT.done);
    assert.deepEqual(await loginsIn(site, shop), [old, `${username} at ${host}`].toSorted());
    assert.deepEqual(await loginsIn(site, bank), [old, `${puller.username} at ${host}`].toSorted());
  });

  async function backAgain(): Promise<void> {
    assertExit(await rollback(site), EXIT.done);
    for (const namespace of [shop, bank]) assert.deepEqual(await loginsIn(site, namespace), [old]);
  }
});
