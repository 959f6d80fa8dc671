import assert from 'node:assert/strict';
import type { JsonPatch } from '../../src/domain/kubernetes/json-patch.ts';
import { applyPatch, PatchFailure } from './json-patch.ts';

const OBJECT = { a: { 'b/c': [1, 2] }, d: 'e' };

describe('applyPatch', () => {
  const applied: readonly [string, JsonPatch, unknown][] = [
    ['adds to a map', [{ op: 'add', path: '/a/f~0', value: 1 }], { a: { 'b/c': [1, 2], 'f~': 1 }, d: 'e' }],
    ['inserts in a list', [{ op: 'add', path: '/a/b~1c/1', value: 9 }], { a: { 'b/c': [1, 9, 2] }, d: 'e' }],
    ['appends', [{ op: 'add', path: '/a/b~1c/-', value: 9 }], { a: { 'b/c': [1, 2, 9] }, d: 'e' }],
    ['replaces', [{ op: 'replace', path: '/d', value: null }], { a: { 'b/c': [1, 2] }, d: null }],
    [
      'replaces what is not there, as the server does',
      [{ op: 'replace', path: '/x', value: 1 }],
      { ...OBJECT, x: 1 },
    ],
    ['removes from a list', [{ op: 'remove', path: '/a/b~1c/0' }], { a: { 'b/c': [2] }, d: 'e' }],
    ['tests by value', [{ op: 'test', path: '/a/b~1c', value: [1, 2] }], OBJECT],
  ];
  for (const [name, patch, expected] of applied) {
    it(name, () => {
      assert.deepEqual(applyPatch(OBJECT, patch), expected);
    });
  }

  const refused: readonly [string, JsonPatch][] = [
    ['a test that does not hold', [{ op: 'test', path: '/d', value: 'x' }]],
    ['a test of nothing', [{ op: 'test', path: '/x', value: 'x' }]],
    ['replacing nothing in a list', [{ op: 'replace', path: '/a/b~1c/2', value: 1 }]],
    ['removing nothing', [{ op: 'remove', path: '/a/b~1c/2' }]],
    ['adding below nothing', [{ op: 'add', path: '/x/y', value: 1 }]],
  ];
  for (const [name, patch] of refused) {
    it(`refuses ${name} and leaves all as it was`, () => {
      const object = structuredClone(OBJECT);
      assert.throws(() => applyPatch(object, [{ op: 'remove', path: '/d' }, ...patch]), PatchFailure);
      assert.deepEqual(object, OBJECT);
    });
  }
});
