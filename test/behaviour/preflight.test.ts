/** `preflight` finds out what else than a permission would stop a move, and leaves no trace. */
import { until } from '../cluster/deadline.ts';
import { refuseJobs } from './access/refuse-jobs.ts';
import { deployment } from './builders/deployment.ts';
import { namespace } from './builders/namespace.ts';
import { JOBS } from './harness/kinds.ts';
import assert from 'node:assert/strict';
import { assertExit, assertSays, EXIT } from './harness/outcome.ts';
import { jobFlags, move } from './harness/product.ts';
import { openSite, sourceLogin, type Site } from './harness/site.ts';

describe('preflight', () => {
  let site: Site;

  before(async () => {
    site = await openSite('preflight');
    const shop = await site.makeNamespace('shop', { 'source-login': sourceLogin(site.cluster) });
    const { reference } = await site.push({ repository: 'web', tag: '1' });
    const place = { namespace: shop, name: 'web', pullSecrets: ['source-login'] };
    await site.start(deployment({ ...place, containers: { app: reference } }));
    await site.define(namespace(site.copyNamespace));
  });

  after(async () => site[Symbol.asyncDispose]());

  it('finds that all is there, and stores nothing', async () => {
    const outcome = await move(site, ['preflight', '--all', ...jobFlags(site)]);
    assertExit(outcome, EXIT.done);
    for (const host of [site.cluster.source.host, site.cluster.target.host]) {
      assertSays(outcome, 'stdout', new RegExp(`^login at ${host} .*yes`, 'm'));
    }
    assertSays(outcome, 'stdout', new RegExp(`^copy Job in ${site.copyNamespace} .*yes`, 'm'));
    assert.deepEqual(await site.api.list(JOBS, site.copyNamespace), []);
  });

  it('finds a login that the target refuses', async () => {
    const outcome = await move(site, ['preflight', ...jobFlags(site)], { input: 'wrong password' });
    assertExit(outcome, EXIT.failed);
    assertSays(outcome, 'stdout', new RegExp(`^login at ${site.cluster.target.host} .*no `, 'm'));
    assertSays(outcome, 'stderr', '1 of 2 checks failed');
  });

  it('finds a policy that refuses the copy Job', async () => {
    const message = 'no Jobs on Saturdays';
    await refuseJobs(site, site.copyNamespace, message);
    const outcome = await until('the policy to take effect', 30, async () => {
      const found = await move(site, ['preflight', ...jobFlags(site)]);
      return found.code === EXIT.done ? undefined : found;
    });
    assertExit(outcome, EXIT.failed);
    assertSays(outcome, 'stdout', new RegExp(`^copy Job in ${site.copyNamespace} .*no .*${message}`, 'm'));
  });
});
