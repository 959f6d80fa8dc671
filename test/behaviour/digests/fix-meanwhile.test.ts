/** A team pushes a fix to the tag that is moved, and restarts, while the move is under way. */
import assert from 'node:assert/strict';
import { cronJob } from '../builders/cron-job.ts';
import { deployment } from '../builders/deployment.ts';
import { imagesNamedIn } from '../harness/images-named-in.ts';
import { CRON_JOBS, DEPLOYMENTS } from '../harness/kinds.ts';
import { assertExit, assertSays, EXIT } from '../harness/outcome.ts';
import { migrate } from '../harness/product.ts';
import { watchReadiness } from '../harness/readiness-watch.ts';
import { runningImages } from '../harness/running-images.ts';
import type { Outcome } from '../harness/run-product.ts';
import { openSite, sourceLogin, type Site, type SourceImage } from '../harness/site.ts';
import { outcomesOf, switchedWorkloads } from '../harness/switch-outcomes.ts';
import { untilReady } from '../harness/until-ready.ts';
import { migrateMeanwhile } from './meanwhile.ts';

describe('a fix that is pushed to the source and taken up between plan and patch', () => {
  let site: Site;
  let namespace: string;
  let proven: SourceImage;
  let fix: SourceImage;
  let outcome: Outcome;

  before(async () => {
    site = await openSite('fix');
    namespace = await site.makeNamespace('shop', { 'source-login': sourceLogin(site.cluster) });
    const pilot = await site.push({ repository: 'pilot', tag: '1' });
    proven = await site.push({ repository: 'web', tag: '1' });
    const place = { namespace, pullSecrets: ['source-login'], pullPolicy: 'Always' } as const;
    const web = deployment({ ...place, name: 'web', replicas: 2, containers: { app: proven.reference } });
    await site.start(
      deployment({ ...place, name: 'pilot', containers: { app: pilot.reference } }),
      web,
      deployment({ ...place, name: 'idle', replicas: 0, containers: { app: proven.reference } }),
      cronJob({ ...place, name: 'nightly', containers: { app: proven.reference } }),
    );
    await using readiness = await watchReadiness(site, [namespace]);
    outcome = await migrateMeanwhile(site, {
      before: { namespace, name: 'pilot' },
      happens: async () => {
        fix = await site.push({ repository: 'web', tag: '1' });
        await site.api.patch(DEPLOYMENTS, { namespace, name: 'web' }, [
          { op: 'add', path: '/spec/template/metadata/annotations', value: { restarted: 'now' } },
        ]);
        await untilReady(site.api, [web]);
      },
    });
    readiness.assertNothingWentDown();
  });

  after(async () => site[Symbol.asyncDispose]());

  it('leaves alone what runs the fix or would run it next, and says what runs: exit 4', () => {
    assertExit(outcome, EXIT.partly);
    assert.deepEqual(outcomesOf(outcome), {
      pilot: 'switched',
      web: 'left-alone',
      idle: 'left-alone',
      nightly: 'left-alone',
    });
    const { web, nightly } = switchedWorkloads(outcome);
    const known = `now, but ${proven.digest} was proven: run the command again`;
    assert.equal(web?.message, `${proven.reference}: its pods run ${fix.digest} ${known}`);
    assert.equal(nightly?.message, `${proven.reference}: its tag points to ${fix.digest} ${known}`);
  });

  it('never sets the fix back', async () => {
    const pods = await runningImages(site.api, namespace, 'web');
    assert.deepEqual(
      pods.map(({ image, digest, ready }) => ({ image, digest, ready })),
      [1, 2].map(() => ({ image: fix.reference, digest: fix.digest, ready: true })),
    );
  });

  it('says the second time that the target holds the older one', async () => {
    const second = await migrate(site);
    assertExit(second, EXIT.partly);
    assertSays(second, 'stdout', `${fix.atTarget} has another image`);
  });

  it('is moved with the rest once that may be replaced', async () => {
    assertExit(await migrate(site, ['--overwrite']), EXIT.done);
    const pods = await runningImages(site.api, namespace, 'web');
    assert.deepEqual(
      pods.map(({ image, digest, ready }) => ({ image, digest, ready })),
      [1, 2].map(() => ({ image: fix.atTarget, digest: fix.digest, ready: true })),
    );
    const nightly = await site.api.get(CRON_JOBS, { namespace, name: 'nightly' });
    assert.deepEqual(imagesNamedIn(nightly?.spec), [fix.atTarget]);
  });
});
