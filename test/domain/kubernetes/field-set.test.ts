import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  difference,
  type FieldSet,
  fromFieldsV1,
  intersection,
  toFieldsV1,
  union,
} from '../../../src/domain/kubernetes/field-set.ts';

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
    const item = 'f:spec f:containers k:{"name":"x"}';
    assert.deepEqual(pathsOf(fromFieldsV1(fields)), [item, `${item} f:image`]);
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

function pathsOf({ self, children }: FieldSet, path: readonly string[] = []): readonly string[] {
  const below = [...children].flatMap(([element, child]) => pathsOf(child, [...path, element]));
  return self ? [path.join(' '), ...below] : below;
}
