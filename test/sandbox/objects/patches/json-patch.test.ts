import assert from 'node:assert/strict';
import {
  applyJsonPatch,
  PatchFailure,
  type JsonPatchStep,
} from '../../../../src/sandbox/objects/patches/json-patch.ts';

const OBJECT = { a: { 'b/c': [1, 2] }, d: 'e' };

describe('applyJsonPatch', () => {
  const applied: readonly [string, readonly JsonPatchStep[], unknown][] = [
    ['moves', [{ op: 'move', from: '/a/b~1c/0', path: '/f' }], { a: { 'b/c': [2] }, d: 'e', f: 1 }],
    ['copies', [{ op: 'copy', from: '/a', path: '/d' }], { a: { 'b/c': [1, 2] }, d: { 'b/c': [1, 2] } }],
    ['replaces the whole', [{ op: 'replace', path: '', value: [] }], []],
    ['takes nothing for null', [{ op: 'test', path: '/x', value: null }], OBJECT],
    ['adds null', [{ op: 'add', path: '/d', value: null }], { a: { 'b/c': [1, 2] }, d: null }],
  ];
  for (const [name, patch, expected] of applied) {
    it(name, () => {
      assert.deepEqual(applyJsonPatch<unknown>(OBJECT, patch), expected);
    });
  }

  const refused: readonly [string, JsonPatchStep][] = [
    ['adding beyond a list', { op: 'add', path: '/a/b~1c/3', value: 1 }],
    ['adding at a name in a list', { op: 'add', path: '/a/b~1c/x', value: 1 }],
    ['moving nothing', { op: 'move', from: '/x', path: '/y' }],
    ['copying nothing', { op: 'copy', from: '/x', path: '/y' }],
  ];
  for (const [name, step] of refused) {
    it(`refuses ${name}`, () => {
      assert.throws(() => applyJsonPatch(OBJECT, [step]), PatchFailure);
    });
  }

  it('sets no prototype', () => {
    const patched = applyJsonPatch<object>({}, [{ op: 'add', path: '/__proto__', value: { a: 1 } }]);
    assert.equal(Object.getPrototypeOf(patched), Object.prototype);
  });
});
