/** Somebody else edits a Deployment after the plan was made and just before our patch arrives. */
import assert from 'node:assert/strict';
import { placeOf, type Buildable } from './builders/buildable.ts';
import { deployment } from './builders/deployment.ts';
import { startApiProxy } from './harness/api-proxy.ts';
import { imagesNamedIn } from './harness/images-named-in.ts';
import { DEPLOYMENTS } from './harness/kinds.ts';
import { objectPath } from './harness/kube-api.ts';
import { assertExit, assertSays, EXIT } from './harness/outcome.ts';
import { migrate } from './harness/product.ts';
import { watchReadiness } from './harness/readiness-watch.ts';
import type { Outcome } from './harness/run-product.ts';
import { untilReady } from './harness/until-ready.ts';
import { openSite, sourceLogin, type Site, type SourceImage } from './harness/site.ts';

describe('a second person who edits Deployments between plan and patch', () => {
  let site: Site;
  let namespace: string;
  let web: SourceImage;
  let other: SourceImage;
  let sidecar: string;
  let outcome: Outcome;

  before(async () => {
    site = await openSite('edited');
    namespace = await site.makeNamespace('shop', { 'source-login': sourceLogin(site.cluster) });
    web = await site.push({ repository: 'web', tag: '1' });
    other = await site.push({ repository: 'web', tag: '2' });
    sidecar = (await site.pushElsewhere({ repository: 'sidecar', tag: '1' })).reference;
    const place = { namespace, pullSecrets: ['source-login'], containers: { app: web.reference } };
    await moveAndReturn(deployment({ ...place, name: 'returned' }));
    const names = ['configured', 'injected', 'upgraded'];
    await site.start(...names.map((name) => deployment({ ...place, name })));
    outcome = await migrateWhileEditing({
      configured: { op: 'add', path: `${CONTAINERS}/0/env`, value: [{ name: 'LEVEL', value: 'debug' }] },
      injected: { op: 'add', path: `${CONTAINERS}/0`, value: { name: 'sidecar', image: sidecar } },
      upgraded: { op: 'replace', path: `${CONTAINERS}/0/image`, value: other.reference },
      returned: { op: 'replace', path: `${CONTAINERS}/0/image`, value: other.reference },
    });
  });

  after(async () => site[Symbol.asyncDispose]());

  it('keeps a setting that was made, and the image is moved', async () => {
    const [container] = await containers('configured');
    assert.deepEqual(container?.env, [{ name: 'LEVEL', value: 'debug' }]);
    assert.equal(container.image, web.atTarget);
  });

  for (const name of ['upgraded', 'returned']) {
    it(`keeps an image that was set, untouched, as nobody has proven it: exit 4 (${name})`, async () => {
      const [container] = await containers(name);
      assert.equal(container?.image, other.reference);
      assertExit(outcome, EXIT.partly);
      assertSays(outcome, 'stdout', `Deployment ${namespace}/${name} `);
    });
  }

  it('keeps a container that was put before ours, and the image lands in the right one', async () => {
    const found = await containers('injected');
    assert.deepEqual(
      found.map(({ name, image }) => [name, image]),
      [
        ['sidecar', sidecar],
        ['app', web.atTarget],
      ],
    );
  });

  it('is followed when the plan is made anew', async () => {
    assertExit(await migrate(site), EXIT.done);
    assert.deepEqual(imagesNamedIn(await containers('upgraded')), [other.atTarget]);
  });

  /** A Deployment that was moved before carries our record and pull Secret already: only its image is patched. */
  async function moveAndReturn(returning: Buildable): Promise<void> {
    await site.start(returning);
    await migrate(site);
    const back = [{ op: 'replace', path: `${CONTAINERS}/0/image`, value: web.reference }];
    await site.api.patch(DEPLOYMENTS, placeOf(returning), back);
    await untilReady(site.api, [returning]);
  }

  async function migrateWhileEditing(edits: Readonly<Record<string, Edit>>): Promise<Outcome> {
    const waiting = new Map(
      Object.entries(edits).map(([name, edit]) => [
        objectPath(DEPLOYMENTS, { namespace, name }),
        { name, edit },
      ]),
    );
    await using proxy = await startApiProxy(site.api, {
      beforeWrite: async ({ path }) => {
        const found = waiting.get(path);
        if (found === undefined) return;
        waiting.delete(path);
        await site.api.patch(DEPLOYMENTS, { namespace, name: found.name }, [found.edit]);
      },
    });
    await using readiness = await watchReadiness(site, [namespace]);
    const result = await migrate(site, ['--server', proxy.url]);
    readiness.assertNothingWentDown();
    assert.equal(waiting.size, 0, 'every Deployment was edited before it was patched');
    return result;
  }

  async function containers(name: string) {
    const found = await site.api.get(DEPLOYMENTS, { namespace, name });
    return found?.spec?.template.spec?.containers ?? [];
  }
});

const CONTAINERS = '/spec/template/spec/containers';

interface Edit {
  readonly op: 'add' | 'replace';
  readonly path: string;
  readonly value: unknown;
}
