/** Images that are written with their digest, and the way back. */
import assert from 'node:assert/strict';
import { cronJob } from '../builders/cron-job.ts';
import { type Gadget, gadget, gadgets } from '../builders/custom-resource.ts';
import { deployment } from '../builders/deployment.ts';
import { pod } from '../builders/pod.ts';
import { defineGadgets } from '../harness/define-gadgets.ts';
import { imagesNamedIn } from '../harness/images-named-in.ts';
import { type ApiObject, CRON_JOBS, DEPLOYMENTS, type Kind, PODS } from '../harness/kinds.ts';
import { assertExit, assertSays, EXIT } from '../harness/outcome.ts';
import { migrate, type MoveOptions, rollback, verify } from '../harness/product.ts';
import { watchReadiness } from '../harness/readiness-watch.ts';
import { runningImages } from '../harness/running-images.ts';
import { openSite, sourceLogin, type Site, type SourceImage } from '../harness/site.ts';
import { everythingRestorable, everythingWritten, type Snapshot } from '../harness/snapshot.ts';

describe('a move whose images are pinned', () => {
  let site: Site;
  let namespace: string;
  let kind: Kind<Gadget>;
  let web: SourceImage;
  let index: SourceImage;
  let asItWas: Snapshot;
  let flags: readonly string[];

  before(async () => {
    site = await openSite('pinned');
    const group = `${site.prefix}.estate.example`;
    kind = gadgets(group);
    const { target } = site.cluster;
    const login = sourceLogin(site.cluster);
    const both = { ...login, [target.host]: target.puller };
    namespace = await site.makeNamespace('shop', { login, both });
    [web, index] = await Promise.all([
      site.push({ repository: 'web', tag: '1' }),
      site.push({ repository: 'index', tag: '1', platforms: ['linux/amd64', 'linux/arm64'] }),
      defineGadgets(site, group),
    ]);
    const place = { namespace, pullSecrets: ['login'] };
    await site.start(
      deployment({
        ...place,
        name: 'web',
        initContainers: { first: web.reference },
        containers: { app: index.reference, pinned: `${web.reference}@${web.digest}` },
      }),
      cronJob({ ...place, name: 'nightly', containers: { app: index.reference } }),
      pod({ ...place, name: 'bare', pullSecrets: ['both'], containers: { app: index.reference } }),
      gadget(group, { namespace, name: 'gizmo', image: index.reference }),
    );
    asItWas = await everythingRestorable(site, [kind]);
    flags = [
      ...['--image-path', `gadgets.${group}={.spec.image}`],
      ...['--open', `${namespace}/gadget.${group}/gizmo`],
    ];
  });

  after(async () => site[Symbol.asyncDispose]());

  describe('as pods get the login that copies, with which others could push', () => {
    const shared = { pin: 'auto', pullLogin: 'none' } as const;

    it('has the digest of the index everywhere but in the custom resource', async () => {
      await moves(shared, ['--share-push-login']);
      await assertPinned();
      assert.equal((await site.api.get(kind, { namespace, name: 'gizmo' }))?.spec.image, index.atTarget);
    });

    it('changes nothing the second time, and says so', async () => {
      await changesNothing(shared, ['--share-push-login']);
      await changesNothing({});
    });

    it('is put back byte for byte', isPutBack);
  });

  describe('as was wished', () => {
    it('has the digest of the index in the custom resource too', async () => {
      await moves({ pin: 'always' });
      await assertPinned();
      const gizmo = await site.api.get(kind, { namespace, name: 'gizmo' });
      assert.equal(gizmo?.spec.image, `${index.atTarget}@${index.digest}`);
    });

    it('changes nothing the second time, and says so', async () => changesNothing({ pin: 'always' }));

    it('is put back byte for byte', isPutBack);
  });

  describe('only where others can push, and pods have a login of their own', () => {
    it('has its tags, and the digests that its source had', async () => {
      await moves({ pin: 'auto' });
      const pinned = `${web.atTarget}@${web.digest}`;
      assert.deepEqual(await imagesOf(DEPLOYMENTS, 'web'), [index.atTarget, web.atTarget, pinned].sort());
      assert.deepEqual(await imagesOf(CRON_JOBS, 'nightly'), [index.atTarget]);
    });

    it('is put back byte for byte', isPutBack);
  });

  async function moves(options: MoveOptions, more: readonly string[] = []): Promise<void> {
    await using readiness = await watchReadiness(site, [namespace]);
    assertExit(await migrate(site, [...flags, ...more], options), EXIT.done);
    readiness.assertNothingWentDown();
    assertExit(await verify(site, flags.slice(0, 2)), EXIT.done);
  }

  async function changesNothing(options: MoveOptions, more: readonly string[] = []): Promise<void> {
    const written = await everythingWritten(site, [kind]);
    const second = await migrate(site, [...flags, ...more], options);
    assertExit(second, EXIT.done);
    assertSays(second, 'stderr', 'Nothing to do');
    assert.deepEqual(await everythingWritten(site, [kind]), written);
  }

  async function isPutBack(): Promise<void> {
    assertExit(await rollback(site, flags.slice(0, 2)), EXIT.done);
    assert.deepEqual(await everythingRestorable(site, [kind]), asItWas);
  }

  /** Sorted. */
  async function imagesOf(
    of: Kind<ApiObject & { readonly spec?: unknown }>,
    name: string,
  ): Promise<string[]> {
    return imagesNamedIn((await site.api.get(of, { namespace, name }))?.spec).sort();
  }

  async function assertPinned(): Promise<void> {
    const [whole, single] = [index, web].map(({ atTarget, digest }) => `${atTarget}@${digest}`);
    assert.deepEqual(await imagesOf(DEPLOYMENTS, 'web'), [whole, single, single].sort());
    assert.deepEqual(await imagesOf(CRON_JOBS, 'nightly'), [whole]);
    assert.deepEqual(await imagesOf(PODS, 'bare'), [whole]);
    const pods = await runningImages(site.api, namespace, 'web');
    assert.deepEqual(
      pods.map(({ image, digest }) => [image, digest]),
      [
        [single, web.digest],
        [whole, index.digest],
        [single, web.digest],
      ],
    );
  }
});
