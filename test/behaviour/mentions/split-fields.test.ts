/** Custom resources that split an image over fields. */
import assert from 'node:assert/strict';
import { gadgets, splitGadget, type SplitImage } from '../builders/custom-resource.ts';
import { deployment } from '../builders/deployment.ts';
import { defineGadgets } from '../harness/define-gadgets.ts';
import { assertExit, assertSays, EXIT } from '../harness/outcome.ts';
import { migrate, rollback, verify } from '../harness/product.ts';
import { openSite, type Site, type SourceImage, sourceLogin } from '../harness/site.ts';

const TWO = '{.spec.source.repository}:{.spec.source.tag}';
const THREE = `{.spec.source.registry}/${TWO}`;

describe('an image that a custom resource splits over fields', () => {
  let site: Site;
  let namespace: string;
  let group: string;
  let app: SourceImage;
  let open: readonly string[];

  beforeEach(async () => {
    site = await openSite('split-fields');
    group = `${site.prefix}.estate.example`;
    namespace = await site.makeNamespace('shop', { login: sourceLogin(site.cluster) });
    open = ['--open', `${namespace}/gadget/gizmo`];
    [app] = await Promise.all([site.push({ repository: 'app', tag: '1' }), defineGadgets(site, group)]);
    // Its login opens the image to the copy.
    await site.start(
      deployment({ namespace, name: 'web', pullSecrets: ['login'], containers: { app: app.reference } }),
    );
  });

  afterEach(async () => site[Symbol.asyncDispose]());

  it('is moved with its repository, and put back by what the cluster remembers', async () => {
    const source = { repository: app.reference.replace(/:1$/, ''), tag: '1' };
    await site.apply(splitGadget(group, { namespace, name: 'gizmo', source }));
    const path = at(TWO);
    assertExit(await verify(site, path), EXIT.oldReferences);
    assertExit(await migrate(site, [...path, ...open]), EXIT.done);
    assert.deepEqual(await sourceOf('gizmo'), { repository: app.atTarget.replace(/:1$/, ''), tag: '1' });
    assertExit(await verify(site, path), EXIT.done);
    assertExit(await migrate(site, [...path, ...open]), EXIT.done);
    assertExit(await rollback(site), EXIT.done);
    assert.deepEqual(await sourceOf('gizmo'), source);
  });

  it('is left alone where its registry was not named, and moved by the path that is printed then', async () => {
    const [registry = ''] = app.reference.split('/');
    const repository = app.reference.slice(registry.length + 1).replace(/:1$/, '');
    const source = { registry, repository, tag: '1', digest: '' };
    await site.apply(splitGadget(group, { namespace, name: 'gizmo', source }));
    const outcome = await migrate(site, [...at(TWO), ...open]);
    assertExit(outcome, EXIT.partly);
    assertSays(outcome, 'stdout', `--image-path 'gadgets.${group}=${THREE}'`);
    assert.deepEqual(await sourceOf('gizmo'), source);
    assertExit(await verify(site, at(TWO)), EXIT.oldReferences);

    assertExit(await migrate(site, [...at(THREE), ...open]), EXIT.done);
    const [targetHost = ''] = app.atTarget.split('/');
    const moved = app.atTarget.slice(targetHost.length + 1).replace(/:1$/, '');
    assert.deepEqual(await sourceOf('gizmo'), { ...source, registry: targetHost, repository: moved });
    assertExit(await verify(site, at(THREE)), EXIT.done);
    assertExit(await rollback(site), EXIT.done);
    assert.deepEqual(await sourceOf('gizmo'), source);
  });

  function at(path: string): readonly string[] {
    return ['--image-path', `gadgets.${group}=${path}`];
  }

  async function sourceOf(name: string): Promise<SplitImage | undefined> {
    return (await site.api.get(gadgets(group), { namespace, name }))?.spec.source;
  }
});
