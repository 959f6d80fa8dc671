/** A move takes no field from the tools that manage an object: their next server-side apply is not refused. */
import assert from 'node:assert/strict';
import { buildable, placeOf, type Buildable } from '../builders/buildable.ts';
import { cronJob } from '../builders/cron-job.ts';
import { gadget, gadgets } from '../builders/custom-resource.ts';
import { deployment } from '../builders/deployment.ts';
import { dockerConfig } from '../builders/pull-secret.ts';
import { statefulSet } from '../builders/stateful-set.ts';
import { defineGadgets } from '../harness/define-gadgets.ts';
import { fieldOwners, fieldsOwnedBy, ownersOf, type FieldOwner } from '../harness/field-owners.ts';
import { SECRETS, type ApiObject } from '../harness/kinds.ts';
import { assertExit, EXIT } from '../harness/outcome.ts';
import { migrate, rollback } from '../harness/product.ts';
import { openSite, sourceLogin, type Site, type SourceImage } from '../harness/site.ts';
import { untilReady } from '../harness/until-ready.ts';
import { applyAs, createAs, patchAs } from './apply.ts';

const OURS = 'kubectl-registry-switch';

describe('the owners of fields', () => {
  let site: Site;
  let namespace: string;
  let group: string;
  let app: SourceImage;
  let atFirst: ReadonlyMap<string, readonly FieldOwner[]>;
  let workloads: Readonly<Record<string, Buildable>>;

  before(async () => {
    site = await openSite('owners');
    group = `${site.prefix}.estate.example`;
    namespace = await site.makeNamespace('shop', { login: sourceLogin(site.cluster) });
    [app] = await Promise.all([site.push({ repository: 'app', tag: '1' }), defineGadgets(site, group)]);
    workloads = all(app.reference);
    await Promise.all([
      applyAs(site.api, 'helm', named('applied')),
      applyAs(site.api, 'flux', named('scheduled')),
      applyAs(site.api, 'flux', named('gizmo')),
      createAs(site.api, 'kubectl-client-side-apply', named('created')),
      createAs(site.api, 'helm', named('edited')),
      applyAs(site.api, 'helm', named('shared')),
      applyAs(site.api, 'flux', extended()),
    ]);
    await applyAs(site.api, 'argocd-controller', named('shared'));
    const containers = [{ name: 'app', image: app.reference }];
    await patchAs(site.api, 'kubectl-edit', named('edited'), {
      spec: { template: { spec: { containers: [{ name: 'app', image: app.reference, args: ['x'] }] } } },
    });
    await patchAs(site.api, 'kubectl-set', named('edited'), {
      spec: { template: { spec: { containers } } },
    });
    await untilReady(site.api, Object.values(workloads).filter(isBuiltIn));
    atFirst = await owners();
    const path = ['--image-path', `gadgets.${group}={.spec.image}`];
    const extend = ['--registry-secret', `${namespace}/extended`];
    const open = ['--open', `${namespace}/gadget.${group}/gizmo`];
    assertExit(await migrate(site, [...path, ...extend, ...open, '--include-managed']), EXIT.done);
  });

  after(async () => site[Symbol.asyncDispose]());

  it('are after a switch who they were; the tool owns what it added and nothing else', async () => {
    const after = await owners();
    for (const [name, was] of atFirst) {
      const others = after.get(name)?.filter(({ manager }) => manager !== OURS);
      assert.deepEqual(others, was, name);
    }
    for (const workload of Object.values(workloads)) {
      assert.ok(!ownersOf(await read(workload), 'f:image').includes(OURS), placeOf(workload).name);
    }
    assert.deepEqual(fieldsOwnedBy(await read(named('applied')), OURS), [
      { 'f:metadata': { 'f:annotations': { 'f:registry-switch.io/changes': {} } } },
    ]);
  });

  const managers: readonly [string, string][] = [
    ['applied', 'helm'],
    ['scheduled', 'flux'],
    ['gizmo', 'flux'],
    ['shared', 'helm'],
  ];
  for (const [name, manager] of managers) {
    it(`${manager} may apply the new image of ${name}, and then another one`, async () => {
      await applyAs(site.api, manager, all(app.atTarget)[name] ?? assert.fail());
      if (name === 'shared')
        await applyAs(site.api, 'argocd-controller', all(app.atTarget)[name] ?? assert.fail());
      if (name !== 'shared')
        await applyAs(site.api, manager, all(`${app.atTarget}-2`)[name] ?? assert.fail());
      await applyAs(site.api, manager, all(app.atTarget)[name] ?? assert.fail());
    });
  }

  it('are after a rollback exactly who they were, of Secrets too', async () => {
    await untilReady(site.api, Object.values(workloads).filter(isBuiltIn));
    assertExit(await rollback(site), EXIT.done);
    assert.deepEqual(await owners(), atFirst);
  });

  it('are not asked to force anything by the next apply of the old manifests', async () => {
    for (const [name, manager] of managers) await applyAs(site.api, manager, named(name));
    assert.deepEqual(await owners(), atFirst);
  });

  function all(image: string): Record<string, Buildable> {
    const containers = { app: image };
    const place = { namespace, pullSecrets: ['login'], containers };
    const own = { namespace, pullSecrets: ['extended'], containers };
    return {
      applied: deployment({ ...own, name: 'applied' }),
      scheduled: cronJob({ ...place, name: 'scheduled' }),
      gizmo: gadget(group, { namespace, name: 'gizmo', image }),
      created: statefulSet({ ...place, name: 'created' }),
      edited: deployment({ ...place, name: 'edited' }),
      shared: deployment({ ...own, name: 'shared' }),
    };
  }

  function extended(): Buildable {
    const { source } = site.cluster;
    const config = dockerConfig({ [source.host]: source });
    return buildable(SECRETS, {
      metadata: { namespace, name: 'extended' },
      type: 'kubernetes.io/dockerconfigjson',
      data: { '.dockerconfigjson': Buffer.from(config).toString('base64') },
    });
  }

  function named(name: string): Buildable {
    return workloads[name] ?? assert.fail(`no ${name}`);
  }

  async function read(object: Buildable): Promise<ApiObject> {
    return (await site.api.get(object.kind, placeOf(object))) ?? assert.fail(placeOf(object).name);
  }

  async function owners(): Promise<ReadonlyMap<string, readonly FieldOwner[]>> {
    const objects = [
      ...Object.values(workloads),
      { kind: SECRETS, object: { metadata: { namespace, name: 'extended' } } },
    ];
    return new Map(
      await Promise.all(
        objects.map(async (object) => [placeOf(object).name, fieldOwners(await read(object))] as const),
      ),
    );
  }

  function isBuiltIn({ kind }: Buildable): boolean {
    return kind.plural !== gadgets(group).plural;
  }
});
