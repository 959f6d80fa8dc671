import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  difference,
  fromFieldsV1,
  intersection,
  toFieldsV1,
  union,
} from '../../../../src/sandbox/objects/apply/field-set.ts';
import { pathsOf } from '../../../../src/sandbox/objects/apply/paths-of.ts';

/** Few elements, so that sets have something in common. */
const ELEMENTS = ['f:a', 'f:b', 'k:{"name":"x"}', 'v:"y"'];

const json = fc.letrec<{ set: object }>((tie) => ({
  set: fc.dictionary(
    fc.constantFrom(...ELEMENTS, '.'),
    fc.oneof({ maxDepth: 3 }, fc.constant({}), tie('set')),
    {
      maxKeys: 3,
    },
  ),
})).set;
const sets = json.map((value) => fromFieldsV1(value));

describe('field sets', () => {
  it('are read and written as managedFields have them', () => {
    const fields = { 'f:spec': { 'f:containers': { 'k:{"name":"x"}': { '.': {}, 'f:image': {} } } } };
    assert.deepEqual(toFieldsV1(fromFieldsV1(fields)), fields);
    assert.deepEqual(pathsOf(fromFieldsV1(fields)), [
      '.spec.containers[name="x"]',
      '.spec.containers[name="x"].image',
    ]);
  });

  it('are combined path by path', () => {
    fc.assert(
      fc.property(sets, sets, (a, b) => {
        const [inA, inB] = [new Set(pathsOf(a)), new Set(pathsOf(b))];
        const both = [...inA].filter((path) => inB.has(path));
        const onlyA = [...inA].filter((path) => !inB.has(path));
        assert.deepEqual(pathsOf(intersection(a, b)), both);
        assert.deepEqual(pathsOf(difference(a, b)), onlyA);
        assert.deepEqual(new Set(pathsOf(union(a, b))), new Set([...inA, ...inB]));
      }),
    );
  });
});
