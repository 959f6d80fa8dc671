import assert from 'node:assert/strict';
import { columns, wrap } from '../../../../src/sandbox/demo/show/layout.ts';

describe('columns', () => {
  it('puts cells below each other, without blanks at the end', () => {
    assert.deepEqual(
      columns([
        ['a', 'bb', ''],
        ['ccc', 'd'],
        ['e', '', 'f'],
      ]),
      ['a    bb', 'ccc  d', 'e        f'],
    );
  });
});

describe('wrap', () => {
  const cases: readonly [string, string, number, number, string[]][] = [
    ['keeps a short line', 'one two', 10, 0, ['one two']],
    ['breaks between words', 'one two three', 8, 0, ['one two', 'three']],
    ['indents what follows', '- one two three', 8, 2, ['- one', '  two', '  three']],
    ['leaves a long word whole', 'a loooooooong b', 5, 2, ['a', '  loooooooong', '  b']],
    ['gives one empty line for nothing', '', 5, 2, ['']],
  ];
  for (const [name, text, width, indent, lines] of cases) {
    it(name, () => {
      assert.deepEqual(wrap(text, width, indent), lines);
    });
  }
});
