/** Whoever may write ConfigMaps of the home says where images are; whoever owns an object says what was there before. */
import assert from 'node:assert/strict';
import { RECORD_ANNOTATION } from '../../../src/domain/change/record.ts';
import { IMAGE_PATHS_NAME } from '../../../src/domain/kubernetes/own-names.ts';
import type { Role } from '../access/roles.ts';
import { buildable, type Buildable } from '../builders/buildable.ts';
import { gadget, gadgets } from '../builders/custom-resource.ts';
import { defineGadgets } from '../harness/define-gadgets.ts';
import { CONFIG_MAPS, type Kind } from '../harness/kinds.ts';
import { assertError, assertExit, assertSays, EXIT } from '../harness/outcome.ts';
import { rollback } from '../harness/product.ts';
import { openSite, type Site } from '../harness/site.ts';
import { asConfigMap, headerOf, interruptedRun } from './journal-writer.ts';

const ROLES: Kind<Role> = {
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'Role',
  plural: 'roles',
  namespaced: true,
};
const VERB = 'roles.rbac.authorization.k8s.io={.rules[0].verbs[0]}';

describe('records that lead elsewhere than to images', () => {
  let site: Site;
  let shop: string;
  let group: string;

  beforeEach(async () => {
    site = await openSite('records');
    group = `${site.prefix}.estate.example`;
    shop = await site.makeNamespace('shop');
    await defineGadgets(site, group);
    await site.define(
      buildable(
        { apiVersion: 'v1', kind: 'Namespace', plural: 'namespaces', namespaced: false },
        { metadata: { name: site.copyNamespace } },
      ),
    );
  });

  afterEach(async () => site[Symbol.asyncDispose]());

  function recordOf(pointer: string, from: string, to: string): Readonly<Record<string, string>> {
    const images = [{ slot: 'field', name: pointer, from, to }];
    return { [RECORD_ANNOTATION]: JSON.stringify({ version: 1, changes: [{ images }], handBack: [] }) };
  }

  function memoryOf(...paths: readonly string[]): Buildable {
    const labels = { 'app.kubernetes.io/managed-by': 'kubectl-registry-switch' };
    return buildable(CONFIG_MAPS, {
      metadata: { namespace: site.copyNamespace, name: IMAGE_PATHS_NAME, labels },
      data: { flags: JSON.stringify(paths) },
    });
  }

  const role = (): Buildable =>
    buildable(ROLES, {
      metadata: { namespace: shop, name: 'mallory', annotations: recordOf('/rules/0/verbs/0', '*', 'get') },
      rules: [{ apiGroups: [''], resources: ['namespaces'], verbs: ['get'] }],
    });

  async function verbs(): Promise<readonly string[]> {
    const found = await site.api.get(ROLES, { namespace: shop, name: 'mallory' });
    return found?.rules[0]?.verbs ?? [];
  }

  it('grant nothing by a path that the memory names', async () => {
    await site.apply(role(), memoryOf(VERB));
    const outcome = await rollback(site);
    assertSays(outcome, 'stderr', 'which is not a custom resource');
    assert.deepEqual(await verbs(), ['get']);
  });

  it('grant nothing by a path that a journal names', async () => {
    const run = interruptedRun(site, '20260101-000000-bcdf');
    const edited = { ...run, move: { ...run.move, 'image-path': [VERB] } };
    const json = JSON.stringify(headerOf(edited));
    await site.apply(role(), asConfigMap(site, edited, { id: run.id, what: 'a path', json }));
    await rollback(site);
    assert.deepEqual(await verbs(), ['get']);
  });

  it('grant nothing by a path that the operator was made to name', async () => {
    await site.apply(role());
    const outcome = await rollback(site, ['--image-path', VERB]);
    assertExit(outcome, EXIT.usage);
    assertError(outcome, ['is not a custom resource', 'roles.rbac.authorization.k8s.io']);
    assert.deepEqual(await verbs(), ['get']);
  });

  for (const [what, from, isOpened] of [
    ['is no image', 'Every image', false],
    ['may be anything', 'cluster-admin', true],
    ['is another image', 'evil.example/shell:1', true],
  ] as const) {
    it(`put nothing back that ${what}, on the word of the cluster alone`, async () => {
      const image = 'new.example/shop/web:1';
      const path = `gadgets.${group}={.spec.image}`;
      const { kind, object } = gadget(group, { namespace: shop, name: 'gizmo', image });
      const annotations = recordOf('/spec/image', from, image);
      await site.apply(
        { kind, object: { ...object, metadata: { ...object.metadata, annotations } } },
        memoryOf(path),
      );
      const read = async () =>
        (await site.api.get(gadgets(group), { namespace: shop, name: 'gizmo' }))?.spec.image;
      const outcome = await rollback(site);
      assertExit(outcome, EXIT.partly);
      assertSays(outcome, 'stdout', `leads to ${from}`);
      assert.equal(await read(), image);
      assertExit(await rollback(site, ['--image-path', path]), isOpened ? EXIT.done : EXIT.partly);
      assert.equal(await read(), isOpened ? from : image);
    });
  }
});
