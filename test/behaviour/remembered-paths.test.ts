/** What a move was told of custom resources is not forgotten: by `verify`, by `finish`, and by the commands they print. */
import assert from 'node:assert/strict';
import { deployment } from './builders/deployment.ts';
import { gadget } from './builders/custom-resource.ts';
import { startApiProxy } from './harness/api-proxy.ts';
import { defineGadgets } from './harness/define-gadgets.ts';
import { CONFIG_MAPS, SECRETS } from './harness/kinds.ts';
import { assertExit, assertNextStep, assertSays, EXIT } from './harness/outcome.ts';
import { migrate, run, verify } from './harness/product.ts';
import { openSite, sourceLogin, type Site } from './harness/site.ts';

describe('a custom resource that a move left alone', () => {
  let site: Site;
  let shop: string;
  let home: readonly string[];

  before(async () => {
    site = await openSite('told');
    home = ['--copy-namespace', site.copyNamespace];
    const group = `${site.prefix}.estate.example`;
    shop = await site.makeNamespace('shop', { login: sourceLogin(site.cluster) });
    const [web] = await Promise.all([site.push({ repository: 'web', tag: '1' }), defineGadgets(site, group)]);
    const shape = { namespace: shop, name: 'web', pullSecrets: ['login'] };
    await site.start(
      deployment({ ...shape, containers: { app: web.reference } }),
      gadget(group, { namespace: shop, name: 'gizmo', image: web.reference }),
    );
    assertExit(await migrate(site, ['--image-path', `gadgets.${group}={.spec.image}`]), EXIT.partly);
  });

  after(async () => site[Symbol.asyncDispose]());

  it('is found by verify without being told again', async () => {
    const outcome = await verify(site, home);
    assertExit(outcome, EXIT.oldReferences);
    assertSays(outcome, 'stdout', /^Gadget .* gizmo .* remains/m);
  });

  it('is listed by images without being told again', async () => {
    const outcome = await run(site, ['images', '--namespace', site.namespaces, ...home]);
    assertExit(outcome, EXIT.done);
    assertSays(outcome, 'stdout', `Gadget ${shop}/gizmo`);
  });

  it('keeps a finish from removing anything, and the printed command shows why', async () => {
    await using proxy = await startApiProxy(site.api);
    const from = ['--from', site.cluster.source.host, '--namespace', site.namespaces];
    const finish = await run(site, ['finish', '--yes', ...from, ...home, '--server', proxy.url]);
    assertExit(finish, EXIT.oldReferences);
    assertNextStep(finish, /`kubectl registry-switch verify .*--image-path .*--server/);
    assert.ok(await site.api.get(SECRETS, { namespace: shop, name: 'login' }));
    const printed = /`kubectl registry-switch (verify [^`]*)`/.exec(finish.stderr)?.[1] ?? '';
    const words = printed.split(' ').map((word) => word.replaceAll("'", ''));
    assertExit(await run(site, words), EXIT.oldReferences);
  });

  it('is found by what the journal of the run says alone', async () => {
    const memory = { namespace: site.copyNamespace, name: 'registry-switch-image-paths' };
    assert.ok(await site.api.get(CONFIG_MAPS, memory), 'remembered');
    await site.api.delete(CONFIG_MAPS, memory);
    assertExit(await verify(site, home), EXIT.oldReferences);
  });

  it('is told as not looked at to who may not read what is remembered', async () => {
    const refusal = { kind: 'answer', status: 403 } as const;
    await using proxy = await startApiProxy(site.api, {
      fault: (kind) => (kind.endsWith(' configmaps') ? refusal : undefined),
    });
    const outcome = await verify(site, [...home, '--server', proxy.url]);
    assertExit(outcome, EXIT.done);
    assertSays(outcome, 'stderr', `no permission to read ConfigMaps in namespace ${site.copyNamespace}`);
    const unseen = 'custom resources of earlier moves, ConfigMaps that no workload references';
    assertSays(outcome, 'stderr', `not searched: ${unseen}`);
  });
});
