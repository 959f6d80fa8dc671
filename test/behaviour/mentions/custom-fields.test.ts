/** Fields of custom resources that say more, or less, than an image. */
import assert from 'node:assert/strict';
import { gadget, gadgets } from '../builders/custom-resource.ts';
import { deployment } from '../builders/deployment.ts';
import { defineGadgets } from '../harness/define-gadgets.ts';
import { assertExit, assertSays, EXIT } from '../harness/outcome.ts';
import { migrate, rollback, verify } from '../harness/product.ts';
import { openSite, type Site, type SourceImage, sourceLogin } from '../harness/site.ts';

describe('a field of a custom resource', () => {
  let site: Site;
  let namespace: string;
  let group: string;
  let path: readonly string[];
  let app: SourceImage;

  beforeEach(async () => {
    site = await openSite('custom-fields');
    group = `${site.prefix}.estate.example`;
    path = ['--image-path', `gadgets.${group}={.spec.image}`];
    namespace = await site.makeNamespace('shop', { login: sourceLogin(site.cluster) });
    [app] = await Promise.all([site.push({ repository: 'app', tag: '1' }), defineGadgets(site, group)]);
    // Its login opens the image to the copy.
    await site.start(
      deployment({ namespace, name: 'web', pullSecrets: ['login'], containers: { app: app.reference } }),
    );
  });

  afterEach(async () => site[Symbol.asyncDispose]());

  it('keeps docker:// before its image, on the way there and back', async () => {
    const written = `docker://${app.reference}`;
    await site.apply(gadget(group, { namespace, name: 'gizmo', image: written }));
    assertExit(await verify(site, path), EXIT.oldReferences);
    assertExit(await migrate(site, [...path, '--open', `${namespace}/gadget/gizmo`]), EXIT.done);
    assert.equal(await imageOf('gizmo'), `docker://${app.atTarget}`);
    assertExit(await verify(site, path), EXIT.done);
    assertExit(await rollback(site), EXIT.done);
    assert.equal(await imageOf('gizmo'), written);
  });

  it('that is templated and begins with the source is named, counted and left as it is', async () => {
    const written = `${app.reference.replace(/:1$/, '')}:$(params.version)`;
    await site.apply(gadget(group, { namespace, name: 'task', image: written }));
    const outcome = await migrate(site, path);
    assertExit(outcome, EXIT.partly);
    assertSays(
      outcome,
      'stdout',
      new RegExp(`Gadget ${namespace}/task +left-alone .*is templated, which this tool cannot move`),
    );
    assertSays(outcome, 'stdout', new RegExp(`Deployment ${namespace}/web +switched`));
    assert.equal(await imageOf('task'), written);
    const found = await verify(site, path);
    assertExit(found, EXIT.oldReferences);
    assertSays(found, 'stdout', written);
  });

  it('without tag and digest is not taken for latest, but named with the path to type, and counted', async () => {
    await site.push({ repository: 'app', tag: 'latest' });
    const written = app.reference.replace(/:1$/, '');
    await site.apply(gadget(group, { namespace, name: 'gizmo', image: written }));
    const outcome = await migrate(site, path);
    assertExit(outcome, EXIT.partly);
    const typed = `--image-path 'gadgets.${group}={.spec.image}:{.spec.tag}'`;
    assertSays(outcome, 'stdout', new RegExp(`Gadget ${namespace}/gizmo +left-alone .*no tag and no digest`));
    assertSays(outcome, 'stdout', typed);
    assert.equal(await imageOf('gizmo'), written);
    assertExit(await verify(site, path), EXIT.oldReferences);
  });

  async function imageOf(name: string): Promise<string | undefined> {
    return (await site.api.get(gadgets(group), { namespace, name }))?.spec.image;
  }
});
