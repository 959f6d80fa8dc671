/** Two moves in one namespace, each with its own login for pods: neither takes the other's place. */
import assert from 'node:assert/strict';
import { deployment } from '../builders/deployment.ts';
import { DEPLOYMENTS, SECRETS } from '../harness/kinds.ts';
import { assertExit, assertSays, EXIT } from '../harness/outcome.ts';
import { migrate, rollback, run } from '../harness/product.ts';
import { restartPods } from '../harness/restart-pods.ts';
import { openSite, sourceLogin, type Site } from '../harness/site.ts';

const SHARED = { pullLogin: 'none' } as const;

describe('a second login for pods in a namespace', () => {
  let site: Site;
  let shop: string;

  before(async () => {
    site = await openSite('second-login');
    shop = await site.makeNamespace('shop', { login: sourceLogin(site.cluster) });
    for (const name of ['a', 'b']) {
      const { reference } = await site.push({ repository: name, tag: '1' });
      const place = { namespace: shop, name, labels: { team: name }, pullSecrets: ['login'] };
      await site.start(deployment({ ...place, containers: { app: reference } }));
    }
    assertExit(await migrate(site, ['-l', 'team=a']), EXIT.done);
  });

  after(async () => site[Symbol.asyncDispose]());

  it('is not written over the first, also where it opens as much: the workloads are left alone', async () => {
    const asItWas = await ours();
    const outcome = await migrate(site, ['-l', 'team=b', '--share-push-login'], SHARED);
    assertExit(outcome, EXIT.partly);
    assertSays(outcome, 'stdout', /registry-switch-target cannot hold both logins.*--pull-secret-name/);
    assert.deepEqual(await ours(), asItWas);
  });

  it('goes into a Secret of another name, and away with the rollback of its run alone', async () => {
    const asItWas = await ours();
    const flags = ['-l', 'team=b', '--share-push-login', '--pull-secret-name', 'another'];
    assertExit(await migrate(site, flags, SHARED), EXIT.done);
    assert.deepEqual(await ours(), asItWas);
    await restartPods(site.api, shop);
    assertExit(await rollback(site, [await lastRun()]), EXIT.done);
    assert.equal(await site.api.get(SECRETS, { namespace: shop, name: 'another' }), undefined);
    assert.deepEqual(await ours(), asItWas);
    const a = await site.api.get(DEPLOYMENTS, { namespace: shop, name: 'a' });
    assert.match(JSON.stringify(a?.spec), new RegExp(site.cluster.target.host));
    await restartPods(site.api, shop);
  });

  async function ours(): Promise<unknown> {
    return (await site.api.get(SECRETS, { namespace: shop, name: 'registry-switch-target' }))?.data;
  }

  async function lastRun(): Promise<string> {
    const { stdout } = await run(site, ['status', '--copy-namespace', site.copyNamespace, '-o', 'json']);
    const { runs } = JSON.parse(stdout) as { readonly runs: readonly { readonly id: string }[] };
    return (
      runs
        .map(({ id }) => id)
        .toSorted()
        .at(-1) ?? assert.fail('there is no run')
    );
  }
});
