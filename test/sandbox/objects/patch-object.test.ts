import assert from 'node:assert/strict';
import type { ApiResource } from '../../../src/sandbox/objects/api-resource.ts';
import {
  CUSTOM_RESOURCE_DEFINITIONS,
  DEPLOYMENTS,
  PODS,
} from '../../../src/sandbox/objects/api-resources.ts';
import type { KeptObjects } from '../../../src/sandbox/objects/kept-objects.ts';
import type { Patch } from '../../../src/sandbox/objects/patch.ts';
import { patchObject } from '../../../src/sandbox/objects/patch-object.ts';
import { servedResources } from '../../../src/sandbox/objects/served-resources.ts';
import { named, podDraft, refusal, someObjects, workloadDraft } from './some-objects.ts';

const DEFINITION = {
  metadata: { name: 'gadgets.example.com' },
  spec: {
    group: 'example.com',
    scope: 'Namespaced',
    names: { plural: 'gadgets', kind: 'Gadget', shortNames: ['gd'] },
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        subresources: { status: {} },
        additionalPrinterColumns: [{ name: 'Size', type: 'integer', jsonPath: '.spec.size' }],
        schema: { openAPIV3Schema: { type: 'object', properties: { spec: { type: 'object' } } } },
      },
      { name: 'v0', served: false, storage: false, schema: { openAPIV3Schema: { type: 'object' } } },
    ],
  },
};

describe('patchObject', () => {
  let objects: KeptObjects;

  beforeEach(() => {
    objects = someObjects();
    objects.create(DEPLOYMENTS, workloadDraft('web'));
  });

  function patch(type: Patch['type'], value: unknown, more: Partial<Patch> = {}) {
    const body = { value, duplicates: [] };
    return patchObject(objects, { resource: DEPLOYMENTS, name: named('web') }, { type, body, ...more })
      .object;
  }

  const replicas = () => objects.get(DEPLOYMENTS, named('web'))?.spec?.replicas;

  it('applies a JSON Patch', () => {
    patch('json-patch+json', [
      { op: 'test', path: '/spec/replicas', value: 1 },
      { op: 'replace', path: '/spec/replicas', value: 2 },
    ]);
    assert.equal(replicas(), 2);
  });

  it('refuses a JSON Patch whose test does not hold, with no more than these words', () => {
    const { code, reason, message, details } = refusal(() =>
      patch('json-patch+json', [{ op: 'test', path: '/spec/replicas', value: 7 }]),
    );
    const words = 'the server rejected our request due to an error in our request';
    assert.deepEqual([code, reason, message, details], [422, 'Invalid', words, {}]);
  });

  const malformed: readonly [unknown, number][] = [
    [{}, 400],
    [['x'], 400],
    [[{ op: 'jump', path: '/spec' }], 422],
    [[{ op: 'add' }], 422],
    [[{ op: 'move', path: '/spec' }], 422],
  ];
  for (const [value, code] of malformed) {
    it(`refuses ${JSON.stringify(value)} for a JSON Patch`, () => {
      assert.equal(refusal(() => patch('json-patch+json', value)).code, code);
    });
  }

  it('applies a merge patch and a strategic one', () => {
    patch('merge-patch+json', { spec: { replicas: 3 } });
    assert.equal(replicas(), 3);
    const containers = [{ name: 'side', image: 'side:1' }];
    patch('strategic-merge-patch+json', { spec: { template: { spec: { containers } } } });
    const found = objects.get(DEPLOYMENTS, named('web'))?.spec?.template.spec?.containers ?? [];
    assert.deepEqual(
      found.map(({ name }) => name),
      ['side', 'app'],
    );
  });

  it('tells of unknown fields as it is told to', () => {
    const change = { spec: { colour: 'red' } };
    const warnings: string[] = [];
    const body = { value: change, duplicates: [] };
    const target = { resource: DEPLOYMENTS, name: named('web') };
    const onWarning = (text: string) => warnings.push(text);
    patchObject(objects, target, { type: 'merge-patch+json', body }, { onWarning });
    assert.deepEqual(warnings, ['unknown field "spec.colour"']);
    const { code, message } = refusal(() => patch('merge-patch+json', change, { fieldValidation: 'Strict' }));
    assert.equal(code, 422);
    assert.match(message, /patch: Invalid value: .*: strict decoding error: unknown field "spec.colour"$/);
  });

  it('changes a status, and nothing else', () => {
    objects.create(PODS, podDraft('web'));
    const value = { metadata: { labels: { a: 'b' } }, status: { phase: 'Running' } };
    const target = { resource: PODS, name: named('web'), subresource: 'status' } as const;
    const { object } = patchObject(objects, target, {
      type: 'merge-patch+json',
      body: { value, duplicates: [] },
    });
    assert.equal(object.metadata.labels, undefined);
    assert.equal(objects.get(PODS, named('web'))?.status?.phase, 'Running');
  });

  it('guards by the version that a patch names', () => {
    assert.equal(refusal(() => patch('merge-patch+json', { metadata: { resourceVersion: '1' } })).code, 409);
  });

  describe('of custom resources', () => {
    let gadgets: ApiResource;

    beforeEach(() => {
      objects.create(CUSTOM_RESOURCE_DEFINITIONS, DEFINITION);
      const found = servedResources(objects).filter(({ kind }) => kind === 'Gadget');
      const [resource] = found;
      assert.ok(resource !== undefined && found.length === 1);
      gadgets = resource;
    });

    it('are served as they are defined', () => {
      const { openApiSchema, printerColumns, ...words } = gadgets;
      assert.deepEqual(words, {
        ...{ group: 'example.com', version: 'v1', kind: 'Gadget', listKind: 'GadgetList' },
        ...{ plural: 'gadgets', singular: 'gadget', shortNames: ['gd'], categories: [] },
        ...{ namespaced: true, hasStatus: true },
      });
      assert.equal(printerColumns?.length, 1);
      assert.notEqual(openApiSchema, undefined);
      assert.equal(servedResources(objects).at(-1), gadgets);
    });

    it('have no strategic merge patch', () => {
      objects.create(gadgets, { metadata: named('g'), spec: {} });
      const target = { resource: gadgets, name: named('g') };
      const body = { value: {}, duplicates: [] };
      const failure = refusal(() =>
        patchObject(objects, target, { type: 'strategic-merge-patch+json', body }),
      );
      assert.deepEqual([failure.code, failure.reason], [415, 'UnsupportedMediaType']);
    });
  });
});
