import assert from 'node:assert/strict';
import { isApplied } from '../../../src/workflow/cluster/is-applied.ts';
import { RECORD_ANNOTATION } from '../../../src/domain/change/record.ts';
import { type JsonPatch, jsonPointer } from '../../../src/domain/kubernetes/json-patch.ts';
import { applyPatch } from '../../support/json-patch.ts';
import { deployment } from '../../support/builders/workloads.ts';

const IMAGE = '/spec/template/spec/containers/0/image';
const ANNOTATION = '/metadata/annotations/a.b~1c';
const RECORD = jsonPointer('metadata', 'annotations', RECORD_ANNOTATION);
const before = deployment({ image: 'old', annotations: { 'a.b/c': 'was', other: 'x' } });

describe('isApplied', () => {
  const patches: readonly [string, JsonPatch][] = [
    [
      'replaces a value',
      [
        { op: 'test', path: IMAGE, value: 'old' },
        { op: 'replace', path: IMAGE, value: 'new' },
      ],
    ],
    ['sets an annotation', [{ op: 'add', path: ANNOTATION, value: 'is' }]],
    ['adds a list', [{ op: 'add', path: '/spec/template/spec/imagePullSecrets', value: [{ name: 'a' }] }]],
    ['removes an annotation', [{ op: 'remove', path: ANNOTATION }]],
    [
      'does several things',
      [
        { op: 'replace', path: IMAGE, value: 'new' },
        { op: 'remove', path: ANNOTATION },
      ],
    ],
  ];
  for (const [name, patch] of patches) {
    it(`knows before from after for a patch that ${name}`, () => {
      assert.equal(isApplied(before, patch), false);
      assert.equal(isApplied(applyPatch(before, patch), patch), true);
    });
  }

  const record = (text: string): JsonPatch[number] => ({ op: 'add', path: RECORD, value: text });
  const image: JsonPatch = [{ op: 'replace', path: IMAGE, value: 'new' }];
  const pinned: JsonPatch = [{ op: 'replace', path: IMAGE, value: 'new@sha256:1' }];

  it('goes by the record alone where a patch writes one: webhooks may make another image of it', () => {
    for (const patch of [
      [...image, record('{}')],
      [...image, { op: 'add', path: '/metadata/annotations', value: { [RECORD_ANNOTATION]: '{}' } }],
    ] as const) {
      assert.equal(isApplied(applyPatch(applyPatch(before, patch), pinned), patch), true);
      assert.equal(isApplied(applyPatch(before, image), patch), false);
    }
  });

  it('goes by the record alone where a patch removes it', () => {
    const recorded = deployment({ image: 'old', annotations: { [RECORD_ANNOTATION]: '{}' } });
    const patch: JsonPatch = [
      { op: 'test', path: RECORD, value: '{}' },
      ...image,
      { op: 'remove', path: RECORD },
    ];
    assert.equal(isApplied(recorded, patch), false);
    assert.equal(isApplied(applyPatch(applyPatch(recorded, patch), pinned), patch), true);
  });

  it('goes by everything where the record stays as it is', () => {
    const recorded = deployment({ image: 'old', annotations: { [RECORD_ANNOTATION]: '{}' } });
    const patch: JsonPatch = [{ op: 'test', path: RECORD, value: '{}' }, ...image, record('{}')];
    assert.equal(isApplied(recorded, patch), false);
    assert.equal(isApplied(applyPatch(recorded, patch), patch), true);
  });

  it('needs all of a patch', () => {
    const first: JsonPatch = [{ op: 'replace', path: IMAGE, value: 'new' }];
    assert.equal(isApplied(applyPatch(before, first), [...first, { op: 'remove', path: ANNOTATION }]), false);
  });
});
