/** Container runtimes report any one of the names that they know for the same content: another digest is not always another image. */
import assert from 'node:assert/strict';
import { randomLayer } from '../../support/image-layers.ts';
import { manifestDigest } from '../../support/push-image.ts';
import { deployment } from '../builders/deployment.ts';
import { assertExit, EXIT } from '../harness/outcome.ts';
import { migrate } from '../harness/product.ts';
import { watchReadiness } from '../harness/readiness-watch.ts';
import { runningImages } from '../harness/running-images.ts';
import { openSite, sourceLogin, type Site } from '../harness/site.ts';

describe('one content under several digests', () => {
  let site: Site;

  before(async () => {
    site = await openSite('names');
  });

  after(async () => site[Symbol.asyncDispose]());

  it('is moved although the runtime reports one in place of the other', async () => {
    const namespace = await site.makeNamespace('shop', { login: sourceLogin(site.cluster) });
    const layers = [randomLayer(200)];
    const single = await site.push({ repository: 'web', tag: '1', layers });
    const index = await site.push({
      repository: 'a-copy',
      tag: '1',
      layers,
      platforms: ['linux/amd64', 'linux/arm64'],
    });
    assert.equal(index.platformDigests['linux/amd64'], single.digest);
    const place = { namespace, pullSecrets: ['login'], replicas: 2 };
    await site.start(deployment({ ...place, name: 'copy', containers: { app: index.reference } }));
    await site.start(deployment({ ...place, name: 'web', containers: { app: single.reference } }));
    assert.deepEqual(await reported(namespace), [index.digest, index.digest], 'names of the same content');
    await using readiness = await watchReadiness(site, [namespace]);
    assertExit(await migrate(site), EXIT.done);
    readiness.assertNothingWentDown();
    const images = await runningImages(site.api, namespace, 'web');
    assert.deepEqual(
      images.map(({ image, ready }) => [image, ready]),
      [1, 2].map(() => [single.atTarget, true]),
    );
    assert.equal(await manifestDigest(site.cluster.target, single.repository, '1'), single.digest);
  });

  async function reported(namespace: string): Promise<string[]> {
    return (await runningImages(site.api, namespace, 'web')).map(({ digest }) => digest);
  }
});
