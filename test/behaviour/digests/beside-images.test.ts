/** A tag that is an index is copied whole, whatever manifest of it pods report, with what cosign keeps beside it. */
import assert from 'node:assert/strict';
import { randomLayer } from '../../support/image-layers.ts';
import { manifestDigest, pushReferrer } from '../../support/push-image.ts';
import { deployment } from '../builders/deployment.ts';
import { assertExit, EXIT } from '../harness/outcome.ts';
import { jobFlags, migrate, move } from '../harness/product.ts';
import { runningImages } from '../harness/running-images.ts';
import { isReal } from '../harness/the-cluster.ts';
import { openSite, sourceLogin, type Site } from '../harness/site.ts';

describe('an index of which pods report the manifest of their platform', () => {
  let site: Site;

  before(async () => {
    site = await openSite('index');
  });

  after(async () => site[Symbol.asyncDispose]());

  it('has not drifted, and is at the target whole, with its signature', async () => {
    const namespace = await site.makeNamespace('shop', { login: sourceLogin(site.cluster) });
    const layers = [randomLayer(200)];
    const single = await site.push({ repository: 'a-copy', tag: '1', layers });
    const platforms = ['linux/amd64', 'linux/arm64'];
    const index = await site.push({ repository: 'web', tag: '1', layers, platforms });
    assert.equal(index.platformDigests['linux/amd64'], single.digest);
    const tag = `${index.digest.replace(':', '-')}.sig`;
    const signature = await site.push({ repository: 'web', tag });
    const place = { namespace, pullSecrets: ['login'], replicas: 2 };
    await site.start(deployment({ ...place, name: 'copy', containers: { app: single.reference } }));
    await site.start(deployment({ ...place, name: 'web', containers: { app: index.reference } }));
    const reported = (await runningImages(site.api, namespace, 'web')).map(({ digest }) => digest);
    assert.deepEqual(reported, [single.digest, single.digest], 'names of the same content');
    assertExit(await migrate(site, ['--drift', 'refuse']), EXIT.done);
    const { target } = site.cluster;
    assert.equal(await manifestDigest(target, index.repository, '1'), index.digest);
    assert.equal(await manifestDigest(target, index.repository, tag), signature.digest);
  });

  it('has what is signed of its platforms at the target too, also where it is there already', async () => {
    const namespace = await site.makeNamespace('signed', { login: sourceLogin(site.cluster) });
    const platforms = ['linux/amd64', 'linux/arm64'];
    const index = await site.push({ repository: 'signed', tag: '1', layers: [randomLayer(200)], platforms });
    const tagOf = (platform: string) => `${(index.platformDigests[platform] ?? '').replace(':', '-')}.sig`;
    const [first, later] = [tagOf('linux/amd64'), tagOf('linux/arm64')];
    const signature = await site.push({ repository: 'signed', tag: first });
    const place = { namespace, pullSecrets: ['login'] };
    await site.start(deployment({ ...place, name: 'signed', containers: { app: index.reference } }));
    const namespaces = { namespaces: namespace };
    assertExit(await move(site, ['copy', '--yes', ...jobFlags(site)], namespaces), EXIT.done);
    const { target } = site.cluster;
    assert.equal(await manifestDigest(target, index.repository, '1'), index.digest);
    assert.equal(await manifestDigest(target, index.repository, first), signature.digest);
    const added = await site.push({ repository: 'signed', tag: later });
    assertExit(await move(site, ['copy', '--yes', ...jobFlags(site)], namespaces), EXIT.done);
    assert.equal(await manifestDigest(target, index.repository, later), added.digest);
  });

  it('has what refers to it at the target too, also where it is there already (sandbox only)', async function () {
    // The registries of a real cluster have no list of referrers.
    if (isReal()) this.skip();
    const namespace = await site.makeNamespace('referred', { login: sourceLogin(site.cluster) });
    const image = await site.push({ repository: 'referred', tag: '1' });
    const place = { namespace, pullSecrets: ['login'] };
    await site.start(deployment({ ...place, name: 'referred', containers: { app: image.reference } }));
    const namespaces = { namespaces: namespace };
    assertExit(await move(site, ['copy', '--yes', ...jobFlags(site)], namespaces), EXIT.done);
    const { source, target } = site.cluster;
    const referrer = await pushReferrer(source, image.repository, image.digest);
    assertExit(await move(site, ['copy', '--yes', ...jobFlags(site)], namespaces), EXIT.done);
    assert.equal(await manifestDigest(target, image.repository, referrer), referrer);
  });
});
