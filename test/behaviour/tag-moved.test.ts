/** A move changes where images come from, never what runs: also where a tag means something else by now. */
import assert from 'node:assert/strict';
import type { Plan } from '../../src/domain/plan/plan.ts';
import { manifestDigest } from '../support/push-image.ts';
import { deployment } from './builders/deployment.ts';
import { assertExit, EXIT } from './harness/outcome.ts';
import { migrate, move } from './harness/product.ts';
import { watchReadiness } from './harness/readiness-watch.ts';
import { runningImages } from './harness/running-images.ts';
import { openSite, sourceLogin, type Site, type SourceImage } from './harness/site.ts';

describe('a tag that was pushed anew at the source after the pods had started', () => {
  let site: Site;
  let namespace: string;
  let running: SourceImage;
  let pushedAnew: SourceImage;

  before(async () => {
    site = await openSite('drift');
    namespace = await site.makeNamespace('shop', { 'source-login': sourceLogin(site.cluster) });
    running = await site.push({ repository: 'web', tag: '1' });
    const place = { namespace, pullSecrets: ['source-login'], containers: { app: running.reference } };
    // When the new pods are ready the old ones are still there for a while, as in real life.
    await site.start(deployment({ ...place, name: 'web', replicas: 2, secondsToEnd: 8 }));
    pushedAnew = await site.push({ repository: 'web', tag: '1' });
    assert.notEqual(pushedAnew.digest, running.digest);
  });

  after(async () => site[Symbol.asyncDispose]());

  it('is shown by the plan, which decides for what runs', async () => {
    const plan = await planned([]);
    assert.deepEqual(plan.drift, [
      {
        image: running.reference,
        running: [{ digest: running.digest, pods: 2 }],
        tag: pushedAnew.digest,
        decided: running.digest,
      },
    ]);
    assert.deepEqual(digests(plan), [running.digest]);
  });

  it('is taken as it is now with --drift tag', async () => {
    assert.deepEqual(digests(await planned(['--drift', 'tag'])), [pushedAnew.digest]);
  });

  it('holds its workload back with --drift refuse', async () => {
    const plan = await planned(['--drift', 'refuse']);
    assert.deepEqual(plan.changes, []);
    assert.deepEqual(
      plan.leftAlone.map(({ workload, code }) => [workload.name, code]),
      [['web', 'drift']],
    );
  });

  it('runs after the move what ran before it', async () => {
    await using readiness = await watchReadiness(site, [namespace]);
    assertExit(await migrate(site), EXIT.done);
    readiness.assertNothingWentDown();
    const pods = await runningImages(site.api, namespace, 'web');
    const wanted = { image: running.atTarget, digest: running.digest, ready: true };
    assert.deepEqual(
      pods.map(({ image, digest, ready }) => ({ image, digest, ready })),
      [wanted, wanted],
    );
    assert.equal(await manifestDigest(site.cluster.target, running.repository, '1'), running.digest);
  });

  async function planned(args: readonly string[]): Promise<Plan> {
    const outcome = await move(site, ['plan', '-o', 'json', ...args]);
    assertExit(outcome, EXIT.done);
    return JSON.parse(outcome.stdout) as Plan;
  }

  function digests({ copies }: Plan): string[] {
    return copies.map(({ digest }) => digest);
  }
});
