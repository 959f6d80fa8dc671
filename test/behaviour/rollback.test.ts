/** `rollback` takes back what the product did, and nothing that somebody else did since. */
import assert from 'node:assert/strict';
import { deployment } from './builders/deployment.ts';
import { gadget, gadgets } from './builders/custom-resource.ts';
import { defineGadgets } from './harness/define-gadgets.ts';
import { imagesNamedIn } from './harness/images-named-in.ts';
import { DEPLOYMENTS, type ApiObject } from './harness/kinds.ts';
import { assertError, assertExit, assertNextStep, assertSays, EXIT } from './harness/outcome.ts';
import { migrate, rollback, run } from './harness/product.ts';
import { watchReadiness } from './harness/readiness-watch.ts';
import { openSite, sourceLogin, type Site, type SourceImage } from './harness/site.ts';

describe('rollback', () => {
  let site: Site;
  let namespace: string;
  let other: string;
  let group: string;
  let web: SourceImage;
  let side: SourceImage;
  let fixed: string;

  before(async () => {
    site = await openSite('rollback');
    group = `${site.prefix}.estate.example`;
    namespace = await site.makeNamespace('shop', { 'source-login': sourceLogin(site.cluster) });
    [web, side] = await Promise.all([
      site.push({ repository: 'web', tag: '1' }),
      site.push({ repository: 'side', tag: '1' }),
      defineGadgets(site, group),
    ]);
    fixed = (await site.pushElsewhere({ repository: 'web', tag: 'fix' })).reference;
    const containers = { app: web.reference, side: side.reference };
    const place = { namespace, pullSecrets: ['source-login'], containers };
    other = await site.makeNamespace('other', { 'source-login': sourceLogin(site.cluster) });
    await site.start(
      deployment({ ...place, namespace: other, name: 'idle', replicas: 0 }),
      deployment({ ...place, name: 'alone' }),
      deployment({ ...place, name: 'edited' }),
      gadget(group, { namespace, name: 'gizmo', image: web.reference }),
    );
    assertExit(
      await migrate(site, [
        '--image-path',
        `gadgets.${group}={.spec.image}`,
        '--open',
        `${namespace}/gadget/gizmo`,
      ]),
      EXIT.done,
    );
    const edit = [{ op: 'replace', path: '/spec/template/spec/containers/0/image', value: fixed }];
    await site.api.patch(DEPLOYMENTS, { namespace, name: 'edited' }, edit);
  });

  after(async () => site[Symbol.asyncDispose]());

  it('is wrong usage for a name that stands for nothing: nothing changes, the nearest are told', async () => {
    for (const name of ['deployment/alnoe', `${namespace}/alone`, 'sts/alone', 'gadget/gizmoo']) {
      const outcome = await rollback(site, [name]);
      assertExit(outcome, EXIT.usage);
      assertError(outcome, [name]);
      assertNextStep(outcome, new RegExp(`Did you mean .*${namespace}/(deployment.apps/alone|gadget\\.)`));
      assert.equal(outcome.stdout, '');
    }
    assert.deepEqual(await imagesOf('alone'), [web.atTarget, side.atTarget]);
  });

  it('takes short names, and shows what it is about to change', async () => {
    const outcome = await rollback(site, ['deploy/alone', `${namespace}/gadgets/gizmo`, '--dry-run']);
    assertExit(outcome, EXIT.done);
    const names = [`Deployment ${namespace}/alone (dry-run)`, `Gadget ${namespace}/gizmo (dry-run)`];
    assert.deepEqual(outcome.stdout.split('\n').filter(Boolean).toSorted(), names);
  });

  it('takes back one namespace alone when told so, and forgets nothing of the others', async () => {
    const args = ['rollback', '--yes', '--namespace', other, '--copy-namespace', site.copyNamespace];
    assertExit(await run(site, args), EXIT.done);
    assert.deepEqual(await imagesOf('idle', other), [web.reference, side.reference]);
    assert.deepEqual(await imagesOf('alone'), [web.atTarget, side.atTarget]);
  });

  it('keeps an image that somebody set since and says so with exit 4; nothing goes down', async () => {
    await using readiness = await watchReadiness(site, [namespace]);
    const outcome = await rollback(site);
    readiness.assertNothingWentDown();
    assertExit(outcome, EXIT.partly);
    assertSays(outcome, 'stdout', `container app was changed since to ${fixed}`);
    assert.deepEqual(await imagesOf('edited'), [fixed, side.reference]);
  });

  it('puts everything else back: images, pull Secrets, annotations, custom resources', async () => {
    assert.deepEqual(await imagesOf('alone'), [web.reference, side.reference]);
    for (const name of ['alone', 'edited']) {
      const found = await site.api.get(DEPLOYMENTS, { namespace, name });
      assert.ok(found);
      assert.deepEqual(found.spec?.template.spec?.imagePullSecrets, [{ name: 'source-login' }], name);
      assertNoRecord(found);
    }
    const gizmo = await site.api.get(gadgets(group), { namespace, name: 'gizmo' });
    assert.ok(gizmo);
    assert.equal(gizmo.spec.image, web.reference);
    assertNoRecord(gizmo);
  });

  it('does nothing the second time, and says so', async () => {
    const outcome = await rollback(site);
    assertExit(outcome, EXIT.done);
    assertSays(outcome, 'stderr', 'nothing to roll back');
  });

  async function imagesOf(name: string, where = namespace): Promise<string[]> {
    return imagesNamedIn((await site.api.get(DEPLOYMENTS, { namespace: where, name }))?.spec);
  }
});

function assertNoRecord({ metadata }: ApiObject): void {
  assert.doesNotMatch(JSON.stringify(metadata?.annotations ?? {}), /registry-switch/);
}
