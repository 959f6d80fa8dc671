import assert from 'node:assert/strict';
import { changePatch, type ObjectChange } from '../../../src/domain/change/change-patch.ts';
import { RECORD_ANNOTATION, recordText } from '../../../src/domain/change/record.ts';
import { customField, imageFields } from '../../../src/domain/image-fields/image-field.ts';
import type { JsonPatch } from '../../../src/domain/kubernetes/json-patch.ts';
import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';
import { deployment, type WorkloadShape } from '../../support/builders/workloads.ts';
import { applyPatch, PatchFailure } from '../../support/json-patch.ts';

const SPEC = '/spec/template/spec';
const ANNOTATION = '/metadata/annotations/registry-switch.io~1changes';
const record = {
  images: [{ slot: 'container', name: 'app', from: 'old.example/app:1', to: 'new.example/app:1' }],
} as const;

/** What stands there before. */
const EARLIER = JSON.stringify({ version: 1, changes: [], handBack: [] });
const TEXT = recordText({ changes: [record], handBack: [] });

/** Moves every image and puts one record and the given pull Secrets in place. */
function moveAll(object: KubernetesObject, change: Partial<ObjectChange> = {}): JsonPatch {
  const images = imageFields(object).map((field) => ({
    field,
    to: field.image.replace('old.', 'new.'),
  }));
  return changePatch(object, { images, records: [record], ...change });
}

describe('changePatch', () => {
  it('tests what it replaces, names of containers too', () => {
    const object = deployment({
      containers: { app: 'old.example/app:1' },
      annotations: { [RECORD_ANNOTATION]: EARLIER },
    });
    assert.deepEqual(moveAll(object), [
      { op: 'test', path: `${SPEC}/containers/0/name`, value: 'app' },
      { op: 'test', path: `${SPEC}/containers/0/image`, value: 'old.example/app:1' },
      { op: 'replace', path: `${SPEC}/containers/0/image`, value: 'new.example/app:1' },
      { op: 'test', path: ANNOTATION, value: EARLIER },
      { op: 'add', path: ANNOTATION, value: TEXT },
    ]);
  });

  it('tests the name of an image volume', () => {
    const object = deployment({ imageVolumes: { data: 'old.example/data:1' }, annotations: {} });
    assert.deepEqual(moveAll(object).slice(3, 6), [
      { op: 'test', path: `${SPEC}/volumes/0/name`, value: 'data' },
      { op: 'test', path: `${SPEC}/volumes/0/image/reference`, value: 'old.example/data:1' },
      { op: 'replace', path: `${SPEC}/volumes/0/image/reference`, value: 'new.example/data:1' },
    ]);
  });

  it('keeps what an image stands in', () => {
    const field = customField('/spec/image', 'docker://old.example/a:1');
    const object = { apiVersion: 'x/v1', kind: 'X', metadata: { name: 'x' }, spec: {} };
    const images = [{ field, to: 'new.example/a:1' }];
    assert.deepEqual(changePatch(object, { images, records: [] }), [
      { op: 'test', path: '/spec/image', value: 'docker://old.example/a:1' },
      { op: 'replace', path: '/spec/image', value: 'docker://new.example/a:1' },
    ]);
  });

  it('changes a custom resource, whose fields have no name', () => {
    const field = { slot: 'field', name: '/spec/image', image: 'a', pointer: '/spec/image' } as const;
    const object = { apiVersion: 'x/v1', kind: 'X', metadata: { name: 'x' }, spec: { image: 'a' } };
    assert.deepEqual(changePatch(object, { images: [{ field, to: 'b' }], records: [] }), [
      { op: 'test', path: '/spec/image', value: 'a' },
      { op: 'replace', path: '/spec/image', value: 'b' },
    ]);
  });

  const pullSecretCases: readonly [string, WorkloadShape, ObjectChange['pullSecrets'], JsonPatch][] = [
    ['leaves the pull Secrets', { pullSecrets: ['a'] }, undefined, []],
    [
      'replaces the pull Secrets',
      { pullSecrets: ['a'] },
      [{ name: 'a' }, { name: 'b' }],
      [
        { op: 'test', path: `${SPEC}/imagePullSecrets`, value: [{ name: 'a' }] },
        { op: 'add', path: `${SPEC}/imagePullSecrets`, value: [{ name: 'a' }, { name: 'b' }] },
      ],
    ],
    [
      'removes the pull Secrets',
      { pullSecrets: ['a'] },
      null,
      [
        { op: 'test', path: `${SPEC}/imagePullSecrets`, value: [{ name: 'a' }] },
        { op: 'remove', path: `${SPEC}/imagePullSecrets` },
      ],
    ],
    ['removes no pull Secrets where there are none', {}, null, []],
    [
      'creates the pull Secrets',
      {},
      [{ name: 'b' }],
      [{ op: 'add', path: `${SPEC}/imagePullSecrets`, value: [{ name: 'b' }] }],
    ],
  ];
  for (const [name, shape, pullSecrets, expected] of pullSecretCases) {
    it(name, () => {
      const change = { images: [], records: [], ...(pullSecrets === undefined ? {} : { pullSecrets }) };
      assert.deepEqual(changePatch(deployment(shape), change), expected);
    });
  }

  const recordCases: readonly [string, WorkloadShape, boolean, JsonPatch][] = [
    [
      'creates the annotations with the record',
      {},
      true,
      [
        {
          op: 'add',
          path: '/metadata/annotations',
          value: { [RECORD_ANNOTATION]: TEXT },
        },
      ],
    ],
    [
      'adds the record to annotations',
      { annotations: { own: 'x' } },
      true,
      [{ op: 'add', path: ANNOTATION, value: TEXT }],
    ],
    [
      'removes the record',
      { annotations: { [RECORD_ANNOTATION]: EARLIER } },
      false,
      [
        { op: 'test', path: ANNOTATION, value: EARLIER },
        { op: 'remove', path: ANNOTATION },
      ],
    ],
    ['removes no record where there is none', { annotations: { own: 'x' } }, false, []],
    ['removes no record where there are no annotations', {}, false, []],
  ];
  for (const [name, shape, stands, expected] of recordCases) {
    it(name, () => {
      const change = { images: [], records: stands ? [record] : [] };
      assert.deepEqual(changePatch(deployment(shape), change), expected);
    });
  }
});

describe('a concurrent edit makes the patch fail', () => {
  const shape: WorkloadShape = {
    initContainers: { wait: 'old.example/wait:1' },
    containers: { app: 'old.example/app:1', log: 'old.example/app:1' },
    imageVolumes: { data: 'old.example/data:1', more: 'old.example/data:1' },
    pullSecrets: ['a'],
    annotations: { [RECORD_ANNOTATION]: EARLIER },
  };
  const edits: readonly [string, WorkloadShape][] = [
    ['of an image', { containers: { app: 'old.example/app:2', log: 'old.example/app:1' } }],
    ['of an init container', { initContainers: { wait: 'old.example/wait:2' } }],
    ['of an image volume', { imageVolumes: { data: 'old.example/data:2', more: 'old.example/data:1' } }],
    ['of the order of containers', { containers: { log: 'old.example/app:1', app: 'old.example/app:1' } }],
    ['of the order of volumes', { imageVolumes: { more: 'old.example/data:1', data: 'old.example/data:1' } }],
    ['that takes a container away', { containers: { app: 'old.example/app:1' } }],
    ['of the pull Secrets', { pullSecrets: ['a', 'c'] }],
    ['of the record', { annotations: { [RECORD_ANNOTATION]: '[{"images":[]}]' } }],
  ];
  for (const [name, edit] of edits) {
    it(name, () => {
      const patch = moveAll(deployment(shape), { pullSecrets: [{ name: 'a' }, { name: 'b' }] });
      applyPatch(deployment(shape), patch);
      assert.throws(() => applyPatch(deployment({ ...shape, ...edit }), patch), PatchFailure);
    });
  }
});
