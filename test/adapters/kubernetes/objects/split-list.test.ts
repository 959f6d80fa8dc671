import assert from 'node:assert/strict';
import fc from 'fast-check';
import { splitList } from '../../../../src/adapters/kubernetes/objects/split-list.ts';

function split(text: string): { readonly frame: string; readonly items: readonly string[] } {
  const { frame, items } = splitList(Buffer.from(text));
  return { frame, items: items.map((item) => item.toString('utf8')) };
}

describe('splitList', () => {
  it('finds every item of any list, wherever the list has its metadata', () => {
    const items = fc.array(fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue()));
    fc.assert(
      fc.property(items, fc.jsonValue(), (objects, metadata) => {
        for (const list of [
          { metadata, items: objects },
          { items: objects, metadata },
        ]) {
          const found = split(JSON.stringify(list));
          assert.deepEqual(
            found.items,
            objects.map((object) => JSON.stringify(object)),
          );
          assert.equal(found.frame, JSON.stringify({ ...list, items: [] }));
        }
      }),
    );
  });

  it('finds the end of long strings, whatever is escaped in them', () => {
    const unit = fc.constantFrom('\\', '"', '{', '}', '[', ']', 'a');
    const text = fc.string({ unit, maxLength: 200, size: 'max' });
    const list = fc.array(fc.record({ [String.raw`"\ `]: text, list: fc.tuple(text) }), { maxLength: 3 });
    fc.assert(
      fc.property(list, (objects) => {
        assert.deepEqual(
          split(JSON.stringify({ items: objects, metadata: {} })).items,
          objects.map((object) => JSON.stringify(object)),
        );
      }),
    );
  });

  it('takes no items of an inner object for those of the list', () => {
    const text = '{"metadata":{"items":[{"a":1}]},"items":[{"items":[{"b":2}]}]}';
    assert.deepEqual(split(text).items, ['{"items":[{"b":2}]}']);
  });

  for (const [name, text] of [
    ['text that is not JSON', 'no JSON "'],
    ['a list that breaks off', '{"items":[{"a":1},{"b":'],
    ['a list with spaces', '{"items": [{"a":1}]}'],
    ['a list without items', '{"metadata":{},"items":null}'],
  ] as const) {
    it(`leaves ${name} whole`, () => {
      assert.deepEqual(split(text), { frame: text, items: [] });
    });
  }
});
