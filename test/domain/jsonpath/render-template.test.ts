import assert from 'node:assert/strict';
import { UsageError } from '../../../src/domain/errors.ts';
import { parseTemplate } from '../../../src/domain/jsonpath/parse-template.ts';
import { renderTemplate } from '../../../src/domain/jsonpath/render-template.ts';

const LIST = {
  kind: 'List',
  items: [
    { name: 'a', count: 1, ok: true, tags: ['x', 'y'] },
    { name: 'b', count: 2, none: null },
  ],
};

function render(template: string): string {
  return renderTemplate(parseTemplate(template), LIST);
}

describe('renderTemplate', () => {
  const table: [string, string, string][] = [
    ['text alone', 'plain', 'plain'],
    ['text around a path', 'kind: {.kind}!', 'kind: List!'],
    ['several values, with blanks between', '{.items[*].name}', 'a b'],
    ['nothing for what is absent', '<{.nowhere}>', '<>'],
    ['simple values bare', '{.items[0].count} {.items[0].ok} {.items[1].none}', '1 true null'],
    ['others as JSON', '{.items[0].tags}', '["x","y"]'],
    ['quoted text with escapes', String.raw`{.kind}{"\t\"q\"\n"}`, 'List\t"q"\n'],
    ['text in single quotes', String.raw`{'it\'s "so"'}`, 'it\'s "so"'],
    ['blanks within braces', '{ .kind }', 'List'],
    ['the root by both its names', '{$.kind} {@.kind}', 'List List'],
    ['a range', '{range .items[*]}{.name}={.count}{"\\n"}{end}', 'a=1\nb=2\n'],
    ['what stands behind a range', '{range .items[*]}{.name}{end}{.kind}', 'abList'],
    ['a range within a range', '{range .items[*]}{.name}:{range .tags[*]}<{@}>{end};{ end }', 'a:<x><y>;b:;'],
    ['a range over nothing', '[{range .nowhere[*]}{.name}{end}]', '[]'],
    ['a filter', '{.items[?(@.count==2)].name}', 'b'],
  ];
  for (const [name, template, expected] of table) {
    it(`renders ${name}`, () => {
      assert.equal(render(template), expected);
    });
  }

  const invalid: [string, string][] = [
    ['an open brace', '{.a'],
    ['a range without end', '{range .items[*]}x'],
    ['an end without range', 'x{end}'],
    ['a word', '{items}'],
    ['nothing between braces', '{}'],
    ['two things between braces', '{.a .b}'],
    ['an open quote', '{"x}'],
    ['a script', '{.items[(@.length)]}'],
  ];
  for (const [name, template] of invalid) {
    it(`refuses ${name}`, () => {
      assert.throws(() => parseTemplate(template), UsageError);
    });
  }
});
