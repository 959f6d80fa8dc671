/** How lists and free fields of custom resources are merged: https://kubernetes.io/docs/reference/using-api/server-side-apply/#merge-strategy */
import assert from 'node:assert/strict';
import type { ApiResource } from '../../../../src/sandbox/objects/api-resource.ts';
import type { KeptObjects } from '../../../../src/sandbox/objects/kept-objects.ts';
import { patchObject } from '../../../../src/sandbox/objects/patch-object.ts';
import { named, refusal, someObjects } from '../some-objects.ts';

const ITEMS = { type: 'object', properties: { name: { type: 'string' }, size: { type: 'integer' } } };

const GADGETS: ApiResource<{ readonly spec: object }> = {
  group: 'example.com',
  version: 'v1',
  kind: 'Gadget',
  plural: 'gadgets',
  singular: 'gadget',
  namespaced: true,
  hasStatus: false,
  openApiSchema: {
    type: 'object',
    properties: {
      spec: {
        type: 'object',
        properties: {
          plain: { type: 'array', items: ITEMS },
          byName: {
            ...{ type: 'array', items: ITEMS },
            'x-kubernetes-list-type': 'map',
            'x-kubernetes-list-map-keys': ['name'],
          },
          free: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
          anything: { 'x-kubernetes-preserve-unknown-fields': true },
        },
      },
    },
  },
};

const [A, B] = [
  { name: 'a', size: 1 },
  { name: 'b', size: 2 },
];

describe('server-side apply of a custom resource', () => {
  let objects: KeptObjects;

  beforeEach(() => {
    objects = someObjects();
  });

  function apply(manager: string, spec: object): void {
    const value = { apiVersion: 'example.com/v1', kind: 'Gadget', metadata: named('web'), spec };
    const patch = { type: 'apply-patch+yaml', body: { value, duplicates: [] } } as const;
    patchObject(objects, { resource: GADGETS, name: named('web') }, patch, { fieldManager: manager });
  }

  function replace(path: string, to: unknown): void {
    const value = [{ op: 'replace', path, value: to }];
    const patch = { type: 'json-patch+json', body: { value, duplicates: [] } } as const;
    patchObject(objects, { resource: GADGETS, name: named('web') }, patch, { fieldManager: 'tool' });
  }

  const current = () => objects.get(GADGETS, named('web'));

  /** What a manager owns of the spec. */
  function ownedBy(manager: string): unknown {
    const entry = (current()?.metadata.managedFields ?? []).find(
      (one) => Reflect.get(one as object, 'manager') === manager,
    );
    const { 'f:spec': spec } = Reflect.get(entry ?? {}, 'fieldsV1') as Record<string, unknown>;
    return spec;
  }

  it('takes a list as one value, unless its schema says otherwise', () => {
    apply('me', { plain: [A], byName: [A] });
    const { message } = refusal(() => {
      apply('you', { plain: [B] });
    });
    assert.equal(message, 'Apply failed with 1 conflict: conflict with "me": .spec.plain');
    replace('/spec/plain/0/size', 7);
    assert.deepEqual(ownedBy('tool'), { 'f:plain': {} });
  });

  it('merges a list by the keys of its schema', () => {
    apply('me', { byName: [A] });
    apply('you', { byName: [B] });
    assert.deepEqual(current()?.spec, { byName: [A, B] });
  });

  for (const field of ['free', 'anything']) {
    it(`merges what no schema describes by its fields, and takes its lists as one value: ${field}`, () => {
      apply('me', { [field]: { deep: { a: 1 }, list: [A] } });
      apply('you', { [field]: { deep: { b: 2 } } });
      assert.deepEqual(current()?.spec, { [field]: { deep: { a: 1, b: 2 }, list: [A] } });
      const { message } = refusal(() => {
        apply('you', { [field]: { list: [B] } });
      });
      assert.equal(message, `Apply failed with 1 conflict: conflict with "me": .spec.${field}.list`);
      replace(`/spec/${field}/list/0/size`, 7);
      assert.deepEqual(ownedBy('tool'), { [`f:${field}`]: { 'f:list': {} } });
      assert.deepEqual(ownedBy('me'), { [`f:${field}`]: { 'f:deep': { '.': {}, 'f:a': {} } } });
      apply('you', { [field]: {} });
      assert.deepEqual(current()?.spec, { [field]: { deep: { a: 1 }, list: [{ ...A, size: 7 }] } });
    });
  }
});
