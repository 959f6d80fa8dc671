import assert from 'node:assert/strict';
import { CONFIG_MAPS, DEPLOYMENTS } from '../../../../src/sandbox/objects/api-resources.ts';
import type { KeptObjects } from '../../../../src/sandbox/objects/kept-objects.ts';
import type { Patched } from '../../../../src/sandbox/objects/patch.ts';
import { patchObject } from '../../../../src/sandbox/objects/patch-object.ts';
import { named, NOW, podSpec, refusal, someObjects, workloadDraft } from '../some-objects.ts';

const ENV = [{ name: 'A', value: '1' }];
const CONTAINER_KEY = 'k:{"name":"app"}';

describe('server-side apply', () => {
  let objects: KeptObjects;

  beforeEach(() => {
    objects = someObjects();
  });

  function apply(manager: string, config: object, force = false): Patched {
    const value = { apiVersion: 'apps/v1', kind: 'Deployment', ...config };
    const patch = { type: 'apply-patch+yaml', body: { value, duplicates: [] }, force } as const;
    return patchObject(objects, { resource: DEPLOYMENTS, name: named('web') }, patch, {
      fieldManager: manager,
    });
  }

  function withContainer(container: object, spec: object = {}): object {
    const template = { metadata: { labels: { app: 'web' } }, spec: podSpec(container) };
    return workloadDraft('web', { template, ...spec });
  }

  function setImage(image: string): void {
    const value = [{ op: 'replace', path: '/spec/template/spec/containers/0/image', value: image }];
    const patch = { type: 'json-patch+json', body: { value, duplicates: [] } } as const;
    patchObject(objects, { resource: DEPLOYMENTS, name: named('web') }, patch, { fieldManager: 'tool' });
  }

  const current = () => objects.get(DEPLOYMENTS, named('web'));
  const managedFields = () => current()?.metadata.managedFields;

  it('creates what is not there, and writes down what was applied, without defaults', () => {
    const { created } = apply('me', {
      ...workloadDraft('web'),
      metadata: { ...named('web'), labels: { a: 'b' } },
    });
    assert.equal(created, true);
    assert.equal(current()?.spec?.replicas, 1);
    const container = { '.': {}, 'f:image': {}, 'f:name': {} };
    const template = {
      'f:metadata': { 'f:labels': { 'f:app': {} } },
      'f:spec': { 'f:containers': { [CONTAINER_KEY]: container } },
    };
    const fieldsV1 = {
      'f:metadata': { 'f:labels': { 'f:a': {} } },
      'f:spec': { 'f:selector': {}, 'f:template': template },
    };
    const owner = { manager: 'me', operation: 'Apply', apiVersion: 'apps/v1' };
    assert.deepEqual(managedFields(), [{ ...owner, time: NOW, fieldsType: 'FieldsV1', fieldsV1 }]);
  });

  it('does nothing the second time', () => {
    apply('me', workloadDraft('web'));
    const before = current();
    const { created } = apply('me', workloadDraft('web'));
    assert.equal(created, false);
    assert.equal(current(), before);
  });

  it('removes what was applied before and is left out now; defaults come back', () => {
    apply('me', withContainer({ env: [...ENV, { name: 'B', value: '2' }] }, { replicas: 4 }));
    apply('me', withContainer({ env: ENV }));
    const { spec } = current() ?? {};
    assert.equal(spec?.replicas, 1);
    assert.deepEqual(spec.template.spec?.containers[0]?.env, ENV);
    apply('me', withContainer({}));
    assert.equal(current()?.spec?.template.spec?.containers[0]?.env, undefined);
  });

  it('leaves alone what others added', () => {
    apply('me', workloadDraft('web'));
    objects.update(DEPLOYMENTS, named('web'), (deployment) => ({
      ...deployment,
      metadata: { ...deployment.metadata, annotations: { note: 'mine' } },
    }));
    apply('me', workloadDraft('web', { replicas: 2 }));
    assert.deepEqual(current()?.metadata.annotations, { note: 'mine' });
  });

  it('keeps what it leaves out when another applies it too', () => {
    apply('me', workloadDraft('web', { replicas: 3 }));
    apply('you', workloadDraft('web', { replicas: 3 }));
    apply('me', workloadDraft('web'));
    assert.equal(current()?.spec?.replicas, 3);
  });

  it('refuses to change what another applied', () => {
    apply('me', workloadDraft('web', { replicas: 3 }));
    const { code, reason, message, details } = refusal(() =>
      apply('you', workloadDraft('web', { replicas: 4 })),
    );
    assert.deepEqual([code, reason], [409, 'Conflict']);
    assert.equal(message, 'Apply failed with 1 conflict: conflict with "me": .spec.replicas');
    const cause = { reason: 'FieldManagerConflict', message: 'conflict with "me"', field: '.spec.replicas' };
    assert.deepEqual(details, { causes: [cause] });
  });

  it('names all conflicts, with those who changed what was applied', () => {
    apply('me', withContainer({}, { replicas: 3 }));
    setImage('new.example/app:1');
    const other = withContainer({ image: 'other' }, { replicas: 4 });
    assert.equal(
      refusal(() => apply('you', other)).message,
      [
        'Apply failed with 2 conflicts: conflicts with "me":',
        '- .spec.replicas',
        `conflicts with "tool" using apps/v1 at ${NOW}:`,
        '- .spec.template.spec.containers[name="app"].image',
      ].join('\n'),
    );
  });

  it('takes fields over when it is forced to', () => {
    apply('me', withContainer({}));
    setImage('new.example/app:1');
    apply('me', withContainer({}), true);
    assert.equal(current()?.spec?.template.spec?.containers[0]?.image, 'old.example/app:1');
    const managers = (managedFields() ?? []).map(
      (entry) => Reflect.get(entry as object, 'manager') as unknown,
    );
    assert.deepEqual(managers, ['me']);
  });

  it('refuses fields that there are none of', () => {
    const { code, message } = refusal(() => apply('me', workloadDraft('web', { colour: 'red' })));
    const what = 'failed to create typed patch object (shop/web; apps/v1, Kind=Deployment)';
    assert.deepEqual([code, message], [500, `${what}: .spec.colour: field not declared in schema`]);
  });

  it('refuses to go by no name', () => {
    const { code, message } = refusal(() => apply('', workloadDraft('web')));
    assert.equal(code, 422);
    assert.match(message, /fieldManager: Required value: is required for apply patch/);
  });

  it('writes down who creates and updates', () => {
    objects.create(
      CONFIG_MAPS,
      { metadata: named('a'), data: { x: '1', y: '1' } },
      { fieldManager: 'maker' },
    );
    const change = { data: { x: '2', z: '3' } };
    objects.update(CONFIG_MAPS, named('a'), (map) => ({ ...map, ...change }), { fieldManager: 'editor' });
    const [editor, maker] = objects.get(CONFIG_MAPS, named('a'))?.metadata.managedFields ?? [];
    assert.deepEqual(Reflect.get(editor as object, 'fieldsV1'), { 'f:data': { 'f:x': {}, 'f:z': {} } });
    assert.deepEqual(Reflect.get(maker as object, 'fieldsV1'), { 'f:data': {} });
  });
});
