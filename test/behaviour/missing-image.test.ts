/** An image that is gone at the source holds back exactly the workloads that need it, whenever it goes. */
import assert from 'node:assert/strict';
import { randomLayer } from '../support/image-layers.ts';
import { deleteManifest } from '../support/push-image.ts';
import { cronJob } from './builders/cron-job.ts';
import { deployment } from './builders/deployment.ts';
import { startApiProxy } from './harness/api-proxy.ts';
import { imagesNamedIn } from './harness/images-named-in.ts';
import { DEPLOYMENTS, JOBS } from './harness/kinds.ts';
import { assertError, assertExit, assertNextStep, assertSays, EXIT } from './harness/outcome.ts';
import { jobFlags, migrate, move, verify } from './harness/product.ts';
import { watchReadiness } from './harness/readiness-watch.ts';
import type { Outcome } from './harness/run-product.ts';
import { openSite, sourceLogin, type Site, type SourceImage } from './harness/site.ts';
import { everythingWritten, type Snapshot } from './harness/snapshot.ts';

describe('images that are deleted at the source', () => {
  /** Given its only layer, an image has the same digest whenever it is pushed. */
  const lateImage = { repository: 'late', tag: '1', layers: [randomLayer(500)] };
  let site: Site;
  let namespace: string;
  let app: SourceImage;
  let lost: SourceImage;
  let late: SourceImage;
  let asItWas: Snapshot;
  let outcome: Outcome;

  before(async () => {
    site = await openSite('missing');
    namespace = await site.makeNamespace('shop', { 'source-login': sourceLogin(site.cluster) });
    app = await site.push({ repository: 'app', tag: '1' });
    lost = await site.push({ repository: 'lost', tag: '1' });
    late = await site.push(lateImage);
    const place = { namespace, pullSecrets: ['source-login'] };
    await site.start(
      deployment({ ...place, name: 'whole', containers: { app: app.reference } }),
      deployment({ ...place, name: 'broken', containers: { app: app.reference, side: lost.reference } }),
      cronJob({ ...place, name: 'broken-too', containers: { app: lost.reference } }),
      deployment({ ...place, name: 'late', containers: { app: late.reference } }),
    );
    await deleteManifest(site.cluster.source, lost.repository, '1');
    asItWas = await everythingWritten(site);
    outcome = await migrateWhileOneMoreGoes();
  });

  after(async () => site[Symbol.asyncDispose]());

  it('let everything else be switched: exit 4', async () => {
    assertExit(outcome, EXIT.partly);
    assert.deepEqual(await imagesOf('whole'), [app.atTarget]);
  });

  it('leave as it was what needs one that was gone before, and name it', async () => {
    const now = await everythingWritten(site);
    for (const workload of ['Deployment broken', 'CronJob broken-too']) {
      const name = workload.replace(' ', ` ${namespace}/`);
      assert.equal(now[name], asItWas[name], name);
      assertSays(outcome, 'stdout', `${name} `);
    }
    assertSays(outcome, 'stdout', lost.repository);
  });

  it('leave as it was what needs one that went between plan and copy, and tell why it was not copied', async () => {
    const now = await everythingWritten(site);
    const name = `Deployment ${namespace}/late`;
    assert.equal(now[name], asItWas[name], name);
    assertSays(outcome, 'stdout', `${name} `);
    assertSays(outcome, 'stderr', new RegExp(`${late.repository}.*(not found|unknown|404)`, 'i'));
  });

  it('are found by verify, with just the pods that were held back', async () => {
    const found = await verify(site, ['-o', 'pods']);
    assertExit(found, EXIT.oldReferences);
    const pods = found.stdout.split('\n').filter(Boolean).toSorted();
    assert.deepEqual(
      pods.map((line) => line.replace(/-[a-z0-9]+-[a-z0-9]+$/, '')),
      [`${namespace}\tbroken`, `${namespace}\tlate`],
    );
  });

  it('leave the failed Job to be looked at, and copy does not go over it unasked', async () => {
    const pushedAgain = await site.push(lateImage);
    assert.equal(pushedAgain.digest, late.digest);
    assert.equal((await site.api.list(JOBS, site.copyNamespace)).length, 1);
    const again = await move(site, ['copy', '--yes', ...jobFlags(site)]);
    assertExit(again, EXIT.failed);
    assertError(again, [site.copyNamespace]);
    assertNextStep(again, '--retry');
  });

  it('are copied by copy --retry once they are back; it tells of the one that is still gone', async () => {
    const retried = await move(site, ['copy', '--yes', '--retry', ...jobFlags(site)]);
    assertSays(retried, 'stdout', late.atTarget);
    assert.deepEqual(await site.api.list(JOBS, site.copyNamespace), []);
    assertSays(retried, 'stderr', lost.repository);
    assertExit(retried, EXIT.partly);
  });

  it('are switched to by switch, once they are copied', async () => {
    assertExit(await move(site, ['switch', '--yes']), EXIT.partly);
    assert.deepEqual(await imagesOf('late'), [late.atTarget]);
  });

  async function migrateWhileOneMoreGoes(): Promise<Outcome> {
    await using readiness = await watchReadiness(site, [namespace]);
    await using proxy = await startApiProxy(site.api, {
      beforeWrite: async ({ method, path }) => {
        const startsCopy = method === 'POST' && path.endsWith('/jobs');
        if (startsCopy) await deleteManifest(site.cluster.source, late.repository, '1');
      },
    });
    const result = await migrate(site, ['--server', proxy.url]);
    readiness.assertNothingWentDown();
    return result;
  }

  async function imagesOf(name: string): Promise<string[]> {
    return imagesNamedIn((await site.api.get(DEPLOYMENTS, { namespace, name }))?.spec);
  }
});
