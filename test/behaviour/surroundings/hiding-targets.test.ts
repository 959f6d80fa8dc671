/** A target that does not show what is not there yet is moved to all the same; what it never shows is not switched to. */
import assert from 'node:assert/strict';
import type { HidingStyle, RegistryRequest } from '../../../src/sandbox/index.ts';
import { manifestDigest } from '../../support/push-image.ts';
import { deployment } from '../builders/deployment.ts';
import { estateFlags } from '../estate/estate.ts';
import { imagesToCopy } from '../estate/expectations.ts';
import { seedEstate } from '../estate/seed-estate.ts';
import { assertError, assertExit, assertSays, EXIT } from '../harness/outcome.ts';
import { jobFlags, migrate, move, rollback, run, verify } from '../harness/product.ts';
import { openSite, sourceLogin, type Site, type SourceImage } from '../harness/site.ts';
import { type Snapshot, workloadSpecs } from '../harness/snapshot.ts';
import { isReal } from '../harness/the-cluster.ts';
import { isThorough } from '../harness/thoroughness.ts';

/** As the big ones do it. */
const STYLES: Readonly<Record<string, HidingStyle>> = {
  'like Harbor (an empty token, 401)': 'empty-token',
  'like Quay (401 until the first push)': 'unauthorized',
  'like Artifact Registry (403 DENIED)': 'denied',
};

describe('a target that hides what is missing (sandbox only)', () => {
  // The registries of a real cluster are those of the distribution project, which says 404.
  if (isReal()) return;

  for (const [name, hides] of Object.entries(STYLES)) {
    describe(name, () => {
      let site: Site;
      let moved: Moved;
      const asked: RegistryRequest[] = [];

      before(async () => {
        site = await openSite('hiding');
        // All move a whole estate with `npm run test:faults`.
        moved = hides === 'empty-token' || isThorough() ? await wholeEstate(site) : await smallEstate(site);
        site.cluster.setTargetManners?.(site.prefix, { hides });
        site.cluster.setRegistryFaults?.(site.prefix, (registry, request) => {
          if (registry === 'target') asked.push(request);
          return undefined;
        });
      });

      after(async () => site[Symbol.asyncDispose]());

      it('is planned for, by looking alone', async () => {
        const plan = await move(site, ['plan', ...moved.flags]);
        assertSays(plan, 'stdout', 'not visible to this login; the copy will show');
        const preflight = await move(site, ['preflight', '--all', ...moved.flags, ...jobFlags(site)]);
        assertExit(preflight, EXIT.done);
        assertSays(preflight, 'stdout', /reachable, login accepted; \d+ images? not visible/);
        assertExit(await verify(site, moved.custom), EXIT.oldReferences);
        assertExit(await run(site, ['images', '--namespace', site.namespaces]), EXIT.done);
        assert.ok(asked.length > 0, 'the target was asked');
        assert.deepEqual(asked.filter(isToWrite).map(lineOf), []);
      });

      it('is told from one that rejects the login', async () => {
        const refused = await move(site, ['plan', ...moved.flags], { input: 'wrong password\n' });
        assertExit(refused, EXIT.failed);
        assertError(refused, [site.cluster.target.host, /rejects the login/]);
      });

      it('gets the whole estate', async () => {
        assertExit(await migrate(site, moved.flags), EXIT.done);
        for (const { repository, reference, digest } of moved.images) {
          const tag = reference.slice(reference.lastIndexOf(':') + 1);
          assert.equal(await manifestDigest(site.cluster.target, repository, tag), digest, reference);
        }
        assertExit(await verify(site, moved.custom), EXIT.done);
      });
    });
  }

  describe('and goes on hiding it after the copy', () => {
    let site: Site;
    let asItWas: Snapshot;

    before(async () => {
      site = await openSite('hidden');
      await startWeb(site);
      site.cluster.setTargetManners?.(site.prefix, { hides: 'denied', hidesForEver: true });
      asItWas = await workloadSpecs(site, []);
    });

    after(async () => site[Symbol.asyncDispose]());

    it('has proven nothing: nothing is switched, exit 4, and what to do is said', async () => {
      const outcome = await migrate(site);
      assertExit(outcome, EXIT.partly);
      assertSays(outcome, 'stderr', /not copied: .*denies user .* access to .*: not proven/);
      assertSays(outcome, 'stderr', /its project exists and that the login can read what it writes/);
      assert.deepEqual(await workloadSpecs(site, []), asItWas);
    });
  });
});

describe('a target whose tags do not change (sandbox only)', () => {
  // The registries of a real cluster let tags be put again.
  if (isReal()) return;

  it('is moved to again: what is there with the right digest is not written', async () => {
    await using site = await openSite('immutable');
    site.cluster.setTargetManners?.(site.prefix, { immutableTags: true });
    const { repository, digest } = await startWeb(site);
    assertExit(await migrate(site), EXIT.done);
    assertExit(await rollback(site), EXIT.done);
    assertExit(await migrate(site), EXIT.done);
    assert.equal(await manifestDigest(site.cluster.target, repository, '1'), digest);
  });

  it('says so where another image is under the tag', async () => {
    await using site = await openSite('immutable');
    site.cluster.setTargetManners?.(site.prefix, { immutableTags: true });
    await startWeb(site);
    assertExit(await migrate(site), EXIT.done);
    assertExit(await rollback(site), EXIT.done);
    await site.push({ repository: 'web', tag: '1', layers: [10] });
    const outcome = await migrate(site, ['--overwrite', '--drift', 'tag']);
    assertExit(outcome, EXIT.partly);
    assertSays(outcome, 'stderr', /TAG_INVALID.*tags are immutable there/);
  });
});

interface Moved {
  readonly flags: readonly string[];
  /** Where custom resources name images. */
  readonly custom: readonly string[];
  readonly images: readonly SourceImage[];
}

async function wholeEstate(site: Site): Promise<Moved> {
  const estate = await seedEstate(site);
  const custom = ['--image-path', estate.imagePath];
  return { flags: estateFlags(estate), custom, images: imagesToCopy(estate) };
}

async function smallEstate(site: Site): Promise<Moved> {
  return { flags: [], custom: [], images: [await startWeb(site)] };
}

async function startWeb(site: Site): Promise<SourceImage> {
  const namespace = await site.makeNamespace('shop', { 'source-login': sourceLogin(site.cluster) });
  const web = await site.push({ repository: 'web', tag: '1' });
  const place = { namespace, name: 'web', pullSecrets: ['source-login'] };
  await site.start(deployment({ ...place, containers: { app: web.reference } }));
  return web;
}

/** Also asking for a token to push creates the repository at Quay and GitLab. */
function isToWrite({ method, url, body }: RegistryRequest): boolean {
  const scopes = `${url.searchParams.getAll('scope').join(' ')} ${decodeURIComponent(body.toString('latin1'))}`;
  return (method !== 'GET' && method !== 'HEAD') || scopes.includes('push');
}

function lineOf({ method, url }: RegistryRequest): string {
  return `${method} ${url.pathname}${url.search}`;
}
