import assert from 'node:assert/strict';
import { changePatch } from '../../../src/domain/change/change-patch.ts';
import { fieldOwnersPatch } from '../../../src/domain/change/field-owners-patch.ts';
import { RECORD_ANNOTATION, recordText } from '../../../src/domain/change/record.ts';
import { imageFields } from '../../../src/domain/image-fields/image-field.ts';
import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';
import { FIELD_MANAGER } from '../../../src/domain/kubernetes/own-names.ts';
import { valueAt } from '../../../src/domain/kubernetes/pod-spec.ts';
import { daemonSet, deployment } from '../../support/builders/workloads.ts';
import { applyPatch } from '../../support/json-patch.ts';

const IMAGE = containerFields({ 'f:image': {} });
const record = {
  images: [{ slot: 'container' as const, name: 'app', from: 'a.example/x', to: 'b.example/x' }],
};

interface Entry {
  readonly manager: string;
  readonly operation: string;
  readonly apiVersion: string;
  readonly fieldsType: string;
  readonly fieldsV1: unknown;
  readonly subresource?: string;
}

function entry(manager: string, operation: string, fieldsV1: unknown): Entry {
  return { manager, operation, apiVersion: 'apps/v1', fieldsType: 'FieldsV1', fieldsV1 };
}

function containerFields(fields: object, name = 'app'): object {
  return {
    'f:spec': { 'f:template': { 'f:spec': { 'f:containers': { [`k:{"name":"${name}"}`]: fields } } } },
  };
}

function managed(object: KubernetesObject, managedFields: readonly Entry[]): KubernetesObject {
  return { ...object, metadata: { ...object.metadata, ...{ managedFields } } };
}

/** The object with our patch, and what the API server makes of the owners by it. */
function patchedBy(before: KubernetesObject, owners: readonly Entry[]): KubernetesObject {
  const images = imageFields(before).map((field) => ({ field, to: 'b.example/x' }));
  const patch = changePatch(before, { images, records: [record] });
  return managed(applyPatch(before, patch), owners);
}

function handedBack(object: KubernetesObject): unknown {
  const patch = fieldOwnersPatch(object);
  assert.ok(patch);
  return valueAt(applyPatch(object, patch), ['metadata', 'managedFields']);
}

describe('fieldOwnersPatch', () => {
  const base = deployment({ containers: { app: 'a.example/x' }, resourceVersion: '7' });
  const helm = entry('helm', 'Apply', containerFields({ '.': {}, 'f:image': {}, 'f:name': {} }));
  const ours = (fields: object) => entry(FIELD_MANAGER, 'Update', fields);
  const annotation = { 'f:metadata': { 'f:annotations': { '.': {}, [`f:${RECORD_ANNOTATION}`]: {} } } };

  it('gives a manager back what our patch took, and leaves us the rest', () => {
    const left = entry('helm', 'Apply', containerFields({ '.': {}, 'f:name': {} }));
    const after = patchedBy(managed(base, [helm]), [left, ours({ ...annotation, ...IMAGE })]);
    assert.deepEqual(handedBack(after), [helm, ours(annotation)]);
  });

  it('brings back an entry that had nothing left, and takes ours away when it has', () => {
    const kubectl = entry('kubectl-edit', 'Update', IMAGE);
    const after = patchedBy(managed(base, [kubectl]), [ours(IMAGE)]);
    assert.deepEqual(handedBack(after), [kubectl]);
  });

  it('gives all of several owners back what each of them had', () => {
    const flux = entry('flux', 'Apply', IMAGE);
    const after = patchedBy(managed(base, [helm, flux]), [ours(IMAGE)]);
    assert.deepEqual(
      handedBack(after),
      [helm, flux].map((one) => ({ ...one, fieldsV1: IMAGE })),
    );
  });

  it('gives back nothing that somebody else has changed meanwhile', () => {
    const theirs = entry('kubectl-edit', 'Update', IMAGE);
    const after = patchedBy(managed(base, [helm]), [theirs, ours(annotation)]);
    assert.deepEqual(handedBack(after), [theirs, ours(annotation)]);
  });

  it('gives back a list that is owned as a whole, as in many custom resources', () => {
    const list = { 'f:spec': { 'f:images': {} } };
    const object = managed(
      {
        apiVersion: 'x/v1',
        kind: 'X',
        metadata: { name: 'x', resourceVersion: '1' },
        spec: { images: ['a'] },
      },
      [entry('flux', 'Apply', list)],
    );
    const field = { slot: 'field', name: '/spec/images/0', image: 'a', pointer: '/spec/images/0' } as const;
    const patch = changePatch(object, { images: [{ field, to: 'b' }], records: [] });
    const after = managed(applyPatch(object, patch), [ours(list)]);
    assert.deepEqual(handedBack(after), [entry('flux', 'Apply', list)]);
  });

  it('leaves to nobody what the API server has counted up in our name', () => {
    const counter = { 'f:deprecated.daemonset.template.generation': {} };
    const both = { 'f:metadata': { 'f:annotations': counter }, ...IMAGE };
    const annotations = { 'deprecated.daemonset.template.generation': '1' };
    const set = daemonSet({ containers: { app: 'a.example/x' }, resourceVersion: '7', annotations });
    const after = patchedBy(managed(set, [helm]), [ours(both)]);
    assert.deepEqual(handedBack(after), [entry('helm', 'Apply', IMAGE)]);
  });

  it('leaves to nobody again what no manager had', () => {
    const other = entry('helm', 'Apply', containerFields({ 'f:name': {} }));
    const after = patchedBy(managed(base, [other]), [other, ours({ ...annotation, ...IMAGE })]);
    assert.deepEqual(handedBack(after), [other, ours(annotation)]);
  });

  it('is not needed where no owners are known', () => {
    assert.equal(fieldOwnersPatch(patchedBy(base, [])), undefined);
  });

  it('strikes out what was to be handed back, and tests the version that it has seen', () => {
    const after = patchedBy(managed(base, [helm]), [ours({ ...annotation, ...IMAGE })]);
    const patch = fieldOwnersPatch(after);
    assert.deepEqual(patch?.[0], { op: 'test', path: '/metadata/resourceVersion', value: '7' });
    const text = recordText({ changes: [record], handBack: [] });
    assert.equal(applyPatch(after, patch).metadata.annotations?.[RECORD_ANNOTATION], text);
  });

  it('takes the annotation away with the last record', () => {
    const { handBack } = JSON.parse(
      patchedBy(managed(base, [helm]), []).metadata.annotations?.[RECORD_ANNOTATION] ?? '',
    ) as { handBack: never[] };
    const annotations = { [RECORD_ANNOTATION]: recordText({ changes: [], handBack }) ?? '' };
    const object = managed(deployment({ containers: { app: 'a.example/x' }, annotations }), [ours(IMAGE)]);
    const patch = fieldOwnersPatch(object);
    assert.ok(patch);
    assert.deepEqual(applyPatch(object, patch).metadata.annotations, {});
  });
});
