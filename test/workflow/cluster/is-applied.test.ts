import assert from 'node:assert/strict';
import { isApplied } from '../../../src/workflow/cluster/is-applied.ts';
import type { JsonPatch } from '../../../src/domain/kubernetes/json-patch.ts';
import { applyPatch } from '../../support/json-patch.ts';
import { deployment } from '../../support/builders/workloads.ts';

const IMAGE = '/spec/template/spec/containers/0/image';
const ANNOTATION = '/metadata/annotations/a.b~1c';
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

  it('needs all of a patch', () => {
    const first: JsonPatch = [{ op: 'replace', path: IMAGE, value: 'new' }];
    assert.equal(isApplied(applyPatch(before, first), [...first, { op: 'remove', path: ANNOTATION }]), false);
  });
});
