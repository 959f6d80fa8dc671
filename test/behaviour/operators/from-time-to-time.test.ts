/** An owner of a kind that the tool does not know, of which nothing runs just now: its Jobs have ended, and will come again. */
import assert from 'node:assert/strict';
import { buildable, type Buildable } from '../builders/buildable.ts';
import { gadget, gadgets } from '../builders/custom-resource.ts';
import { job } from '../builders/job.ts';
import { defineGadgets } from '../harness/define-gadgets.ts';
import { assertExit, assertSays, EXIT } from '../harness/outcome.ts';
import { migrate, verify } from '../harness/product.ts';
import { openSite, sourceLogin, type Site } from '../harness/site.ts';

describe('an owner whose Jobs have ended', () => {
  let site: Site;

  before(async () => {
    site = await openSite('ended');
  });

  after(async () => site[Symbol.asyncDispose]());

  it('is no all-clear: it is named with the path to give, by which it is moved', async () => {
    const { api, cluster } = site;
    const group = `${site.prefix}.estate.example`;
    await defineGadgets(site, group);
    const namespace = await site.makeNamespace('shop', { login: sourceLogin(cluster) });
    const work = await site.push({ repository: 'work', tag: '1' });
    const gizmo = { namespace, name: 'gizmo' };
    await site.apply(gadget(group, { ...gizmo, image: work.reference }));
    const owner = (await api.get(gadgets(group), gizmo))?.metadata?.uid ?? assert.fail('no gadget');
    const shape = { namespace, name: 'gizmo-1', pullSecrets: ['login'], containers: { app: work.reference } };
    await site.start(ownedBy(job(shape), { group, uid: owner }));
    const found = await verify(site);
    assertExit(found, EXIT.oldReferences);
    assertSays(found, 'stdout', new RegExp(`Gadget +${namespace} +gizmo .*remains`));
    const left = await migrate(site);
    assertExit(left, EXIT.partly);
    const path = `gadgets.${group}={.spec.image}`;
    assertSays(left, 'stdout', `and the next pods that it starts will pull it again: give the field`);
    assertSays(left, 'stdout', `--image-path '${path}'`);
    const given = ['--image-path', path];
    assertExit(await migrate(site, [...given, '--open', `${namespace}/gadget/gizmo`]), EXIT.done);
    assert.equal((await api.get(gadgets(group), gizmo))?.spec.image, work.atTarget);
    assertExit(await verify(site, given), EXIT.done);
    assertExit(await verify(site), EXIT.done);
  });
});

function ownedBy({ kind, object }: Buildable, { group, uid }: { group: string; uid: string }): Buildable {
  const owner = { apiVersion: `${group}/v1`, kind: 'Gadget', name: 'gizmo', uid, controller: true };
  return buildable(kind, { ...object, metadata: { ...object.metadata, ownerReferences: [owner] } });
}
