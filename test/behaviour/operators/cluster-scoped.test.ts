/** What belongs to no namespace: one lease for all homes, and no part of what is done to some namespaces. */
import assert from 'node:assert/strict';
import { type Widget, widget, widgets } from '../builders/cluster-scoped.ts';
import { deployment } from '../builders/deployment.ts';
import { startApiProxy } from '../harness/api-proxy.ts';
import { defineWidgets } from '../harness/define-gadgets.ts';
import { assertError, assertExit, assertSays, EXIT } from '../harness/outcome.ts';
import { migrate, rollback, run } from '../harness/product.ts';
import { openSite, sourceLogin, type Site, type SourceImage } from '../harness/site.ts';

describe('a custom resource that belongs to no namespace', () => {
  let site: Site;
  let shop: string;
  let group: string;
  let path: string;
  let web: SourceImage;

  beforeEach(async () => {
    site = await openSite('widget');
    group = `${site.prefix}.estate.example`;
    path = `widgets.${group}={.spec.image}`;
    const [image] = await Promise.all([
      site.push({ repository: 'web', tag: '1' }),
      defineWidgets(site, group),
    ]);
    web = image;
    const names = ['shop', 'zoo'];
    const login = sourceLogin(site.cluster);
    const made = await Promise.all(names.map(async (name) => site.makeNamespace(name, { login })));
    shop = made[0] ?? '';
    const shape = { name: 'web', pullSecrets: ['login'], containers: { app: web.reference } };
    await site.start(...made.map((namespace) => deployment({ ...shape, namespace })));
    await site.apply(widget(group, 'w', web.reference));
  });

  afterEach(async () => {
    await site.api.delete(widgets(group), { name: 'w' });
    await site[Symbol.asyncDispose]();
  });

  const open = () => ['--image-path', path, '--open', `widget.${group}/w`];
  const home = () => ['--copy-namespace', site.copyNamespace];

  async function theWidget(): Promise<Widget> {
    const found = await site.api.get(widgets(group), { name: 'w' });
    assert.ok(found);
    return found;
  }

  it('is not rolled back from another home in the middle of a run', async () => {
    const reached = Promise.withResolvers<undefined>();
    const released = Promise.withResolvers<undefined>();
    let isPatched = false;
    await using proxy = await startApiProxy(site.api, {
      beforeWrite: async ({ method, path: at }) => {
        if (method === 'PATCH' && at.endsWith('/widgets/w')) isPatched = true;
        else if (isPatched && method === 'PATCH' && at.includes('/configmaps/registry-switch-run')) {
          reached.resolve(undefined);
          await released.promise;
        }
      },
    });
    const running = migrate(site, [...open(), '--server', proxy.url]);
    await Promise.race([reached.promise, running]);
    const other = ['--copy-namespace', `${site.copyNamespace}-b`, '--image-path', path];
    // Nothing else of the run is where it looks: it is the Widget alone that keeps them apart.
    const nowhere = ['--namespace', `${site.prefix}-none-*`, '--ignore-not-found'];
    const second = await run(site, ['rollback', '--yes', ...other, ...nowhere, `widget.${group}/w`]);
    released.resolve(undefined);
    assertExit(await running, EXIT.done);
    assertExit(second, EXIT.failed);
    assertError(second, ['another run is changing']);
    assert.equal((await theWidget()).spec.image, web.atTarget);
    await site.api.delete(
      { apiVersion: 'v1', kind: 'Namespace', plural: 'namespaces', namespaced: false },
      { name: `${site.copyNamespace}-b` },
    );
  });

  it('keeps its way back when one namespace is finished or rolled back', async () => {
    assertExit(await migrate(site, open()), EXIT.done);
    const from = ['--from', site.cluster.source.host];
    const finished = await run(site, ['finish', '--yes', ...from, '-n', shop, ...home()]);
    assertExit(finished, EXIT.done);
    assertSays(finished, 'stderr', /it is cluster-scoped.*: Widget w\. Finish without --namespace/);
    const back = await run(site, ['rollback', '--yes', '-n', site.in('zoo'), ...home()]);
    assertExit(back, EXIT.done);
    assertSays(back, 'stderr', /it is cluster-scoped.*: Widget w\. Roll it back by name/);
    assert.equal((await theWidget()).spec.image, web.atTarget);
    assertExit(await rollback(site), EXIT.done);
    assert.equal((await theWidget()).spec.image, web.reference);
  });

  it('is rolled back by its name', async () => {
    assertExit(await migrate(site, open()), EXIT.done);
    const args = ['rollback', '--yes', '-n', shop, ...home(), `widget.${group}/w`];
    assertExit(await run(site, args), EXIT.done);
    assert.equal((await theWidget()).spec.image, web.reference);
  });

  it('ends with all namespaces of its run', async () => {
    assertExit(await migrate(site, open()), EXIT.done);
    const from = ['--from', site.cluster.source.host, '--namespace', site.namespaces];
    assertExit(await run(site, ['finish', '--yes', ...from, ...home()]), EXIT.done);
    assert.deepEqual((await theWidget()).metadata?.annotations ?? {}, {});
    assertExit(await rollback(site), EXIT.done);
    assert.equal((await theWidget()).spec.image, web.atTarget);
  });
});
